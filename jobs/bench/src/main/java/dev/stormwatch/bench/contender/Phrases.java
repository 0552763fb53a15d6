package dev.stormwatch.bench.contender;

import java.util.List;

/**
 * What servers, drivers and pools say when no more connections are to be had, in small letters: the
 * phrases that the product takes for a strong sign, all that are one piece of text.
 */
final class Phrases {

  static final List<String> EXHAUSTION =
      List.of(
          "too many clients",
          "connection slots are reserved",
          "too many connections",
          "toomanyconnections",
          "no more connections allowed",
          "client connections exceeded",
          "max client connections reached",
          "client connections to the proxy exceeded",
          "waiting to acquire database connection",
          "simultaneous connections exceeded",
          "rate of connection to proxy exceeded",
          "connections rate limit exceeded",
          "iam authentication failed because of too many",
          "iam authentication rate limit exceeded",
          "er_con_count_error",
          "er_too_many_user_connections",
          "max_user_connections",
          "because of many connection errors",
          "too many database connections opened",
          "too many open connections",
          "err max number of clients reached",
          "maximum number of sessions exceeded",
          "exceeded simultaneous sessions_per_user",
          "connection pool has been exhausted",
          "connection pool exhausted",
          "queue limit reached",
          "no connections available",
          "connection is not available, request timed out",
          "timeout exceeded when trying to connect",
          "get a connection after",
          "queuepool limit of size",
          "timeout acquiring a connection",
          "fetching a new connection from the connection pool",
          "checking out a connection from connection pool",
          "operations are already waiting for a connection",
          "obtaining a connection from the pool",
          "obtain a connection from the pool",
          "obtain a database connection within",
          "checkout a connection has timed out",
          "get a connection, pool error",
          "unable to fetch a connection in",
          "connectionacquiretimeouterror",
          "connection acquisition timed out",
          "poolacquirependinglimitexception",
          "waiting for an open connection",
          "timed out waiting for connection",
          "error: resourcerequest timed out",
          "connect timeout expired");

  private Phrases() {}
}
