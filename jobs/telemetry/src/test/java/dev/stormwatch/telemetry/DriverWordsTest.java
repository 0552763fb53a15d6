package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.fold.ConnectionSignal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What drivers and their pools print, by who is at its limit: that decides what is advised. */
class DriverWordsTest {

  private static ConnectionSignal signal(String words) {
    return Phrases.signal(Phrases.find(words));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "psycopg2.OperationalError: connection to server failed: FATAL:  sorry, too many clients already",
        "asyncpg.exceptions.TooManyConnectionsError: sorry, too many clients already",
        "error: remaining connection slots are reserved for roles with the SUPERUSER attribute",
        "org.postgresql.util.PSQLException: FATAL: sorry, too many clients already",
        "Npgsql.PostgresException (0x80004005): 53300: sorry, too many clients already",
        "failed to connect to `host=db user=app`: server error (FATAL: sorry, too many clients already (SQLSTATE 53300))",
        "pq: sorry, too many clients already",
        "PG::ConnectionBad: FATAL:  sorry, too many clients already",
        "org.postgresql.util.PSQLException: FATAL: connection limit exceeded for non-superusers",
        "MaxClientsInSessionMode: max clients reached",
        "(EMAXCONNSESSION) max clients reached in session mode",
      })
  void postgresqlIsAtItsLimit(String words) {
    assertThat(signal(words)).isEqualTo(ConnectionSignal.REFUSED_BY_POSTGRESQL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SequelizeConnectionError: ER_CON_COUNT_ERROR: Too many connections",
        "Error: Too many connections { code: 'ER_CON_COUNT_ERROR', errno: 1040 }",
        "MySqlConnector.MySqlException: Too many connections",
        "Error 1040 (08004): Too many connections",
        "Mysql2::Error::ConnectionError: Too many connections",
        "pymysql.err.OperationalError: (1040, 'Too many connections')",
        "QueryFailedError: ER_TOO_MANY_USER_CONNECTIONS: User app already has more than",
      })
  void mysqlIsAtItsLimit(String words) {
    assertThat(signal(words)).isEqualTo(ConnectionSignal.REFUSED_BY_MYSQL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Data source rejected establishment of connection, message from server: Too many connections",
        "Error: Too many connections",
        "Error code: P2037 Too many database connections opened",
        "Timed-out waiting to acquire database connection.",
        "The maximum number of client connections to the proxy exceeded 100.",
        "FATAL: Unable to accept connection, too many open connections.",
        "Could not connect because the maximum number of '100' user connections has already been reached.",
        "java.sql.SQLRecoverableException: Listener refused the connection with the following error:\nORA-12519, TNS:no appropriate service handler found",
        "cx_Oracle.DatabaseError: ORA-12516: TNS:listener could not find available handler with matching protocol stack",
        "Error: ORA-12520: TNS:listener could not find available handler for requested type of server",
        "ORA-00020: maximum number of processes (150) exceeded",
        "oracledb.exceptions.DatabaseError: ORA-00018: maximum number of sessions exceeded",
        "redis.exceptions.ConnectionError: max number of clients reached",
        "{\"errorMessage\": \"max number of clients reached\", \"errorType\": \"ConnectionError\"}",
        "max number of clients reached",
        "ReplyError: ERR max number of clients reached",
        "redis.clients.jedis.exceptions.JedisDataException: ERR max number of clients reached",
        "io.lettuce.core.RedisCommandExecutionException: ERR max number of clients reached",
        "ERR max number of clients reached"
      })
  void someServerIsAtItsLimit(String words) {
    assertThat(signal(words)).isEqualTo(ConnectionSignal.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Rate of connection to proxy exceeded 20.",
        "The IAM authentication failed because of too many competing requests.",
        "ERROR 1040: Connections rate limit exceeded (20)",
        "FATAL: Unable to accept connection, rate exceeded.",
        "User 'app' has exceeded the 'max_connections_per_hour' resource (current value: 50)"
      })
  void aProxyIsAskedTooFast(String words) {
    assertThat(signal(words)).isEqualTo(ConnectionSignal.RATE_LIMITED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "psycopg2.pool.PoolError: connection pool exhausted",
        "sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out",
        "psycopg_pool.PoolTimeout: couldn't get a connection after 30.00 sec",
        "mysql.connector.errors.PoolError: Failed getting connection; pool exhausted",
        "Error: timeout exceeded when trying to connect",
        "SequelizeConnectionAcquireTimeoutError: Operation timeout",
        "KnexTimeoutError: Knex: Timeout acquiring a connection. The pool is probably full.",
        "P2024: Timed out fetching a new connection from the connection pool.",
        "HikariPool-1 - Connection is not available, request timed out after 30000ms.",
        "java.sql.SQLException: Sorry, acquisition timeout!",
        "The connection pool has been exhausted, either raise 'Max Pool Size' (currently 100)",
        "System.InvalidOperationException: Timeout expired. The timeout period elapsed prior to obtaining a connection from the pool.",
        "pymongo.errors.WaitQueueTimeoutError: Timed out while checking out a connection from connection pool",
        "MongoTimeoutException: Timed out after 5000 ms while waiting for a connection to server db:27017.",
        "MongoWaitQueueFullException: The wait queue for acquiring a connection to server db:27017 is full.",
        "ActiveRecord::ConnectionTimeoutError: could not obtain a connection from the pool within 5.000 seconds",
        "pool timeout: failed to retrieve a connection from pool after 10001ms",
        "retrieve connection from pool timeout after 10001ms",
        "DPY-4005: timed out waiting for the connection pool to return a connection",
        "ClientException: Unable to acquire connection from the pool within configured maximum time of 60000ms",
        "connection not available and request was dropped from queue after 2000ms",
        "MySqlConnector.MySqlException (0x80004005): Connect Timeout expired. All pooled connections are in use.",
        "redis: connection pool timeout",
        "Error: PoolTimedOut",
        "{\"errorType\":\"Function<Sequel::PoolTimeout>\",\"errorMessage\":\"timeout: 5.0, elapsed: 5.004\"}",
        "JedisExhaustedPoolException: Could not get a resource since the pool is exhausted",
        "peewee.MaxConnectionsExceeded: Max connections exceeded, timed out attempting to connect.",
        "vttablet: rpc error: code = ResourceExhausted desc = transaction pool connection limit exceeded",
        "Timeout occurred while waiting for a slot to become available",
        "Error: NJS-040: connection request timeout. Request exceeded \"queueTimeout\" of 60000",
        "oracle.ucp.UniversalConnectionPoolException: All connections in the Universal Connection Pool are in use"
      })
  void aPoolInsideTheProcessIsEmpty(String words) {
    assertThat(signal(words)).isEqualTo(ConnectionSignal.POOL_EXHAUSTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Unable to execute HTTP request: Timeout waiting for connection from pool",
        "the request cannot get a connection from the pool within the specified maximum time",
        "Connection pool is full, discarding connection: dynamodb.eu-west-1.amazonaws.com",
        "Pool reached maximum size and no more connections are allowed.",
        "gave up: could not get a connection after 3 attempts",
        "Queue limit reached for tenant 7",
        "Error: the room has its max number of clients",
        "No connections available between Bern and Basel",
        "socket usage at capacity=50 and 234 additional requests are enqueued.",
        "FATAL: password authentication failed for user 'app'",
        "java.sql.SQLException: ORA-12514, TNS:listener does not currently know of service requested in connect descriptor",
        "DatabaseError: ORA-12541: TNS:no listener",
        "Error: ORA-01017: invalid username/password; logon denied",
        "Error: code BA-12519 of VAT",
        "Access denied for user 'app'@'10.0.0.7' (using password: YES)",
        "PAM authentication failed for user 'app'",
        "HTTP 429 Too Many Requests",
        "AxiosError: Request failed with status code 429",
        "TooManyRequestsException: Rate Exceeded.",
        "ThrottlingException: Rate exceeded",
        "An error occurred (TooManyRequestsException) when calling the Invoke operation: Rate Exceeded."
      })
  void nothingOfConnectionsIsSaid(String words) {
    assertThat(signal(words)).isEqualTo(ConnectionSignal.NONE);
  }

  /** The pool had room, but its database could not be reached in time, or was still asleep. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.sql.SQLException: Acquisition timeout while waiting for new connection",
        "MySqlConnector.MySqlException (0x80004005): Connect Timeout expired."
      })
  void aConnectionDidNotComeAbout(String words) {
    assertThat(signal(words)).isEqualTo(ConnectionSignal.WEAK);
  }
}
