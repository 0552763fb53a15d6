package dev.stormwatch.telemetry;

/**
 * The texts that make a line worth reading, and what each means. To add one: it must contain one of
 * {@link Phrase#PAIRS}, and no character that JSON escapes but a quote at its beginning.
 */
final class PhraseTable {

  static final Phrase[] PHRASES = {
    // What structured lines are known by.
    phrase(Phrases.EMF, "\"_aws"),
    phrase(Phrases.ERROR_TYPE, "errorType"),
    phrase(Phrases.EVENT_SOURCE, "eventSourceARN"),
    phrase(Phrases.DATABASE_GAUGE, "DatabaseConnections"),
    phrase(Phrases.COLD_START, "ColdStart"),
    phrase(Phrases.TRACE, "\"xray_trace_id"),
    phrase(Phrases.TRACE, "\"xrayTraceId"),
    phrase(Phrases.TRACE, "\"traceId"),
    // No pair of traceparent is rare, but how its value begins is.
    phrase(Phrases.TRACE, "\"00-"),
    phrase(Phrases.TRACE, "correlation_id"),
    phrase(Phrases.MAPPING_COUNTS, "PolledEventCount"),
    phrase(Phrases.MAPPING_COUNTS, "DroppedEventCount"),
    // What runtimes and Powertools write about failures.
    phrase(Phrases.NODE_ERROR, "Invoke Error"),
    phrase(Phrases.NODE_ERROR, "Uncaught Exception"),
    phrase(Phrases.TROUBLE, "Exception"),
    phrase(Phrases.TROUBLE, "Error"),
    phrase(Phrases.BATCH_TEXT, "Error while processing record with "),
    phrase(Phrases.BATCH_TEXT, "Error while processing message with messageId"),
    phrase(Phrases.BATCH_TEXT, " and messageId "),
    phrase(Phrases.BATCH_TEXT, "BatchProcessingError"),
    phrase(Phrases.BATCH_TEXT, "BatchProcessingException"),
    phrase(Phrases.BATCH_TEXT, "FullBatchFailureError"),
    phrase(Phrases.BATCH_TEXT, "SqsFifoShortCircuitError"),
    // PostgreSQL, SQLSTATE 53300, and what speaks its protocol.
    phrase(Phrases.REFUSED | Phrases.OF_POSTGRESQL, "sorry, too many clients"),
    phrase(Phrases.REFUSED | Phrases.OF_POSTGRESQL, "too many clients"),
    phrase(Phrases.REFUSED | Phrases.OF_POSTGRESQL, "connection slots are reserved"),
    phrase(Phrases.REFUSED | Phrases.OF_POSTGRESQL, "connection limit exceeded for non-superusers"),
    phrase(Phrases.REFUSED, "too many connections"),
    phrase(Phrases.REFUSED, "TooManyConnections"),
    // RFC 5321 and RFC 959: a server of mail or files that closes the connection says 421.
    phrase(Phrases.OTHER_SERVER, "too many connections from"),
    phrase(Phrases.OTHER_SERVER, "421 Too many connections"),
    phrase(Phrases.REFUSED, "no more connections allowed"),
    phrase(Phrases.REFUSED, "client connections exceeded"),
    phrase(Phrases.REFUSED, "Max client connections reached"),
    phrase(Phrases.REFUSED | Phrases.OF_POSTGRESQL, "MaxClientsInSessionMode"),
    phrase(Phrases.REFUSED | Phrases.OF_POSTGRESQL, "EMAXCONNSESSION"),
    // RDS Proxy.
    phrase(Phrases.REFUSED, "client connections to the proxy exceeded"),
    phrase(Phrases.REFUSED, "waiting to acquire database connection"),
    phrase(Phrases.REFUSED, "simultaneous connections exceeded"),
    phrase(Phrases.RATE_LIMITED, "Rate of connection to proxy exceeded"),
    phrase(Phrases.RATE_LIMITED, "Connections rate limit exceeded"),
    phrase(Phrases.RATE_LIMITED, "The IAM authentication failed because of too many"),
    phrase(Phrases.RATE_LIMITED, "IAM authentication rate limit exceeded"),
    // Aurora DSQL, SQLSTATE 53400, and what stands before Neon.
    phrase(Phrases.RATE_LIMITED, "Unable to accept connection, rate exceeded"),
    phrase(Phrases.RATE_LIMITED, "Too many database connection attempts are currently"),
    // MySQL 1040, 1129, 1203, 1226.
    phrase(Phrases.REFUSED | Phrases.OF_MYSQL, "ER_CON_COUNT_ERROR"),
    phrase(Phrases.REFUSED | Phrases.OF_MYSQL, "OperationalError: (1040, "),
    phrase(Phrases.REFUSED | Phrases.OF_MYSQL, "MySqlException: Too many"),
    phrase(Phrases.REFUSED | Phrases.OF_MYSQL, "Error 1040 (08004)"),
    phrase(Phrases.REFUSED | Phrases.OF_MYSQL, "Mysql2::Error::ConnectionError: Too many"),
    phrase(Phrases.REFUSED | Phrases.OF_MYSQL, "ER_TOO_MANY_USER_CONNECTIONS"),
    phrase(Phrases.REFUSED | Phrases.OF_MYSQL, "max_user_connections"),
    phrase(Phrases.REFUSED | Phrases.OF_MYSQL, "because of many connection errors"),
    phrase(Phrases.RATE_LIMITED | Phrases.OF_MYSQL, "max_connections_per_hour"),
    phrase(Phrases.REFUSED, "Too many database connections opened"),
    // Others.
    phrase(Phrases.REFUSED, "too many open connections"),
    phrase(Phrases.REFUSED, "ERR max number of clients reached"),
    // Without the code in front of it, which redis-py takes off.
    phrase(Phrases.REFUSED, "max number of clients reached"),
    phrase(Phrases.REFUSED, "maximum number of sessions exceeded"),
    phrase(Phrases.REFUSED, "exceeded simultaneous SESSIONS_PER_USER"),
    phrase(Phrases.REFUSED, "user connections has already been reached"),
    // Oracle: no process is left, or no session; and a listener that knows of no handler with room.
    phrase(Phrases.REFUSED, "ORA-00018"),
    phrase(Phrases.REFUSED, "ORA-00020"),
    phrase(Phrases.REFUSED, "ORA-12516"),
    phrase(Phrases.REFUSED, "ORA-12519"),
    phrase(Phrases.REFUSED, "ORA-12520"),
    // Pools of clients.
    phrase(Phrases.POOL_EXHAUSTED, "connection pool has been exhausted"),
    phrase(Phrases.POOL_EXHAUSTED, "connection pool exhausted"),
    phrase(Phrases.POOL_EXHAUSTED, "Queue limit reached."),
    phrase(Phrases.POOL_EXHAUSTED, "No connections available."),
    phrase(Phrases.POOL_EXHAUSTED, "Connection is not available, request timed out"),
    phrase(Phrases.POOL_EXHAUSTED, "timeout exceeded when trying to connect"),
    phrase(Phrases.POOL_EXHAUSTED, "couldn't get a connection after"),
    phrase(Phrases.POOL_EXHAUSTED, "the pool '", "requests waiting"),
    phrase(Phrases.POOL_EXHAUSTED, "reached, connection timed out"),
    phrase(Phrases.POOL_EXHAUSTED, "QueuePool limit of size"),
    phrase(Phrases.POOL_EXHAUSTED, "Timeout acquiring a connection"),
    phrase(Phrases.POOL_EXHAUSTED, "fetching a new connection from the connection pool"),
    phrase(Phrases.POOL_EXHAUSTED, "checking out a connection from connection pool"),
    phrase(Phrases.POOL_EXHAUSTED, "operations are already waiting for a connection"),
    phrase(Phrases.POOL_EXHAUSTED, "obtaining a connection from the pool"),
    phrase(Phrases.POOL_EXHAUSTED, "obtain a connection from the pool"),
    phrase(Phrases.POOL_EXHAUSTED, "obtain a database connection within"),
    phrase(Phrases.POOL_EXHAUSTED, "checkout a Connection has timed out"),
    phrase(Phrases.POOL_EXHAUSTED, "get a connection, pool error"),
    phrase(Phrases.POOL_EXHAUSTED, "Unable to fetch a connection in"),
    phrase(Phrases.POOL_EXHAUSTED, "ConnectionAcquireTimeoutError"),
    phrase(Phrases.POOL_EXHAUSTED, "Connection acquisition timed out"),
    phrase(Phrases.POOL_EXHAUSTED, "PoolAcquirePendingLimitException"),
    phrase(Phrases.POOL_EXHAUSTED, "waiting for an open connection"),
    phrase(Phrases.POOL_EXHAUSTED, "Error: PoolTimedOut"),
    phrase(Phrases.POOL_EXHAUSTED, "Function<Sequel::PoolTimeout>"),
    phrase(Phrases.POOL_EXHAUSTED, "timed out waiting for connection"),
    phrase(Phrases.POOL_EXHAUSTED, "Error: ResourceRequest timed out"),
    phrase(Phrases.POOL_EXHAUSTED, "Connect Timeout expired. All pooled connections are in use"),
    phrase(Phrases.POOL_EXHAUSTED, "Sorry, acquisition timeout!"),
    phrase(Phrases.POOL_EXHAUSTED, "getting connection; pool exhausted"),
    phrase(Phrases.POOL_EXHAUSTED, "while waiting for a connection to server"),
    phrase(Phrases.POOL_EXHAUSTED, "queue for acquiring a connection to server"),
    phrase(Phrases.POOL_EXHAUSTED, "retrieve a connection from pool after"),
    phrase(Phrases.POOL_EXHAUSTED, "retrieve connection from pool timeout"),
    phrase(Phrases.POOL_EXHAUSTED, "waiting for the connection pool to return a connection"),
    phrase(Phrases.POOL_EXHAUSTED, "acquire connection from the pool within"),
    phrase(Phrases.POOL_EXHAUSTED, "connection not available and request was dropped from queue"),
    phrase(Phrases.POOL_EXHAUSTED, "redis: connection pool timeout"),
    phrase(Phrases.POOL_EXHAUSTED, "ExhaustedPoolException"),
    phrase(Phrases.POOL_EXHAUSTED, "MaxConnectionsExceeded"),
    phrase(Phrases.POOL_EXHAUSTED, "transaction pool connection limit exceeded"),
    phrase(Phrases.POOL_EXHAUSTED, "occurred while waiting for a slot to become available"),
    phrase(Phrases.POOL_EXHAUSTED, "request timeout. Request exceeded"),
    phrase(Phrases.POOL_EXHAUSTED, "All connections in the Universal Connection Pool are in use"),
    // Of every kind of outage.
    phrase(Phrases.WEAK, "connect ETIMEDOUT"),
    phrase(Phrases.WEAK, "Connection terminated due to connection timeout"),
    phrase(Phrases.WEAK, "Connection terminated unexpectedly"),
    phrase(Phrases.WEAK, "PROTOCOL_CONNECTION_LOST"),
    phrase(Phrases.WEAK, "Connection lost: The server closed the connection"),
    phrase(Phrases.WEAK, "server closed the connection unexpectedly"),
    phrase(Phrases.WEAK, "Can't reach database server"),
    phrase(Phrases.WEAK, "query_wait_timeout"),
    phrase(Phrases.WEAK, "FATAL: the database system is"),
    phrase(Phrases.WEAK, "FATAL:  the database system is"),
    // A pool that may grow, and whose new connection did not come about in time.
    phrase(Phrases.WEAK, "Connect Timeout expired."),
    phrase(Phrases.WEAK, "Acquisition timeout while waiting for new connection"),
    // Lambda, to who calls a function that has no concurrency left.
    phrase(Phrases.THROTTLE, "TooManyRequestsException"),
    phrase(Phrases.THROTTLE, "ConcurrentInvocationLimitExceeded"),
    phrase(Phrases.THROTTLE, "InvocationRateLimitExceeded"),
  };

  private PhraseTable() {}

  private static Phrase phrase(int meaning, String text) {
    return new Phrase(text, "", meaning);
  }

  private static Phrase phrase(int meaning, String text, String then) {
    return new Phrase(text, then, meaning);
  }
}
