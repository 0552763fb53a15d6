package dev.stormwatch.telemetry;

import static dev.stormwatch.telemetry.Told.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Log groups that are no function's. */
class OtherGroupsTest {

  private static final String INSIGHTS = "/aws/lambda-insights";
  private static final String POSTGRES = "/aws/rds/instance/orders-db/postgresql";
  private static final String GENERAL = "/aws/rds/cluster/orders/general";
  private static final String PROXY = "/aws/rds/proxy/front";

  private static final String PREFIX = "2026-03-02 10:12:15 UTC:10.0.1.5(53422):app@orders:[2713]:";
  private static final String PROXY_PREFIX = "2026-03-02T10:12:15.120Z [INFO] [dbConnection=7] ";

  static Stream<Arguments> insights() {
    return Stream.of(
        arguments(
            INSIGHTS,
            "{'_aws':{'Timestamp':1},'event_type':'performance','function_name':'checkout',"
                + "'request_id':'%s','duration':45.5,'billed_duration':46,'init_duration':130,"
                + "'total_memory':256,'cpu_total_time':20,'cold_start':true,'timeout':false}",
            "INSIGHTS id=ID duration=45500 init=130000 billed=46 memory=256 COLD processor=20000"
                + " of=checkout"),
        arguments(
            INSIGHTS,
            "{'event_type':'performance','function_name':'x; rm','request_id':'%s','duration':1}",
            "INSIGHTS id=ID duration=1000"),
        arguments(
            INSIGHTS,
            "{'event_type':'performance','request_id':'%s','duration':1,'cold_start':false}",
            "INSIGHTS id=ID duration=1000"),
        arguments(INSIGHTS, "{'event_type':'performance','duration':", "MALFORMED_JSON"),
        arguments(INSIGHTS, "{'event_type':'click'}", "FOREIGN_GROUP"),
        arguments(INSIGHTS, "agent started", "FOREIGN_GROUP"),
        arguments("RDSOSMetrics", "{'engine':'Aurora','uptime':'1'}", "MONITORING"),
        arguments(
            "/aws/lambda/capacity-provider/cp1",
            "{'level':'INFO','message':'Instance launched'}",
            "CAPACITY_PROVIDER"),
        arguments("/ecs/shop", "too many clients", "FOREIGN_GROUP"));
  }

  static Stream<Arguments> databases() {
    String postgres = " database=orders-db";
    return Stream.of(
        arguments(
            POSTGRES,
            PREFIX + "LOG:  connection authorized: user=app database=orders SSL enabled",
            "CONNECTION_OPENED" + postgres),
        arguments(
            POSTGRES,
            PREFIX + "LOG:  connection received: host=10.0.1.5 port=53422",
            "DATABASE_LOG" + postgres),
        arguments(
            POSTGRES,
            PREFIX + "LOG:  disconnection: session time: 0:00:01.234 user=app database=orders",
            "CONNECTION_CLOSED" + postgres),
        arguments(
            POSTGRES,
            PREFIX + "LOG:  statement: select 'LOG:  connection authorized:'",
            "DATABASE_LOG" + postgres),
        arguments(POSTGRES, "", "DATABASE_LOG" + postgres),
        arguments(
            POSTGRES,
            PREFIX + "FATAL:  sorry, too many clients already",
            "CONNECTION_TROUBLE words=REFUSED_BY_POSTGRESQL" + postgres),
        arguments(
            GENERAL,
            "2026-03-02T10:12:15.120456Z\t   42 Connect\tapp@10.0.1.5 on orders using SSL/TLS",
            "CONNECTION_OPENED database=orders"),
        arguments(
            GENERAL,
            "2026-03-02T10:12:15.120456Z\t   42 Connect\tAccess denied for user 'app'@'10.0.1.5'",
            "DATABASE_LOG database=orders"),
        arguments(
            GENERAL,
            "2026-03-02T10:12:15.120456Z\t   42 Quit\t",
            "CONNECTION_CLOSED database=orders"),
        arguments(
            GENERAL,
            "2026-03-02T10:12:15.120456Z\t   42 Query\tselect ' Connect\t'",
            "DATABASE_LOG database=orders"),
        arguments(GENERAL, "\tselect 1", "DATABASE_LOG database=orders"),
        arguments(
            PROXY,
            PROXY_PREFIX
                + "A TCP connection was established from the proxy at 10.0.1.9:4711 to the database",
            "CONNECTION_OPENED database=front"),
        arguments(
            PROXY,
            PROXY_PREFIX + "The database connection closed. Reason: The proxy is shutting down.",
            "CONNECTION_CLOSED database=front"),
        arguments(
            PROXY,
            "2026-03-02T10:12:15.120Z [INFO] [clientConnection=7] A new client connected from x",
            "DATABASE_LOG database=front"),
        arguments(
            PROXY,
            "[WARN] The maximum number of client connections to the proxy exceeded 40.",
            "CONNECTION_TROUBLE words=REFUSED database=front"));
  }

  @ParameterizedTest
  @MethodSource("insights")
  void readsTheGroupsOfLambda(String logGroup, String message, String told) {
    assertThat(Told.by(logGroup, json(message))).isEqualTo(told);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void readsADatabasesLog(String logGroup, String message, String told) {
    assertThat(Told.by(logGroup, message)).isEqualTo(told);
  }
}
