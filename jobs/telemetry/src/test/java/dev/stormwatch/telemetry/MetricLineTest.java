package dev.stormwatch.telemetry;

import static dev.stormwatch.telemetry.Told.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Embedded metrics: what tells of connections and cold starts, and what CloudWatch refuses. */
class MetricLineTest {

  /** A directive of a database's connections, with its dimensions and values behind it. */
  private static String connections(String dimensions, String values) {
    return emf(
        "'Namespace':'Shop','Dimensions':"
            + dimensions
            + ",'Metrics':[{'Name':'DatabaseConnections'}]",
        values);
  }

  private static String emf(String directive, String values) {
    return emf(Documents.T, "[{" + directive + "}]", values);
  }

  private static String emf(long timestamp, String directives, String values) {
    return json(
        "{'_aws':{'Timestamp':"
            + timestamp
            + ",'CloudWatchMetrics':"
            + directives
            + "},"
            + values
            + "}");
  }

  private static String numbers(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).collect(Collectors.joining(","));
  }

  private static String names(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "'d" + i + "'")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String counts(String dimensions, String values) {
    return emf(
        "'Namespace':'Mappings','Dimensions':"
            + dimensions
            + ",'Metrics':[{'Name':'PolledEventCount'},{'Name':'FailedInvokeEventCount'},"
            + "{'Name':'DroppedEventCount'}]",
        values);
  }

  static Stream<Arguments> mappings() {
    return Stream.of(
        arguments(
            counts(
                "[['FunctionName']]",
                "'FunctionName':'enrich','PolledEventCount':[40,20],'FailedInvokeEventCount':0,"
                    + "'DroppedEventCount':3"),
            "EMF polled=60 failed=0 dropped=3 of=enrich"),
        arguments(counts("[[]]", "'PolledEventCount':7"), "EMF polled=7"),
        arguments(counts("[[]]", "'PolledEventCount':'many','DroppedEventCount':-1"), "EMF"));
  }

  @ParameterizedTest
  @MethodSource("mappings")
  void readsLambdasCountsOfAMappingsEvents(String message, String told) {
    assertThat(Told.by(message)).isEqualTo(told);
  }

  static Stream<Arguments> gauges() {
    String orders = "'DBInstanceIdentifier':'orders-db'";
    return Stream.of(
        arguments(
            connections("[['DBInstanceIdentifier']]", orders + ",'DatabaseConnections':42"),
            "EMF database=orders-db connections=42"),
        arguments(
            connections(
                "[[],['service'],['service','DBInstanceIdentifier']]",
                "'service':'a'," + orders + ",'DatabaseConnections':[40,41.2]"),
            "EMF database=orders-db connections=42"),
        arguments(
            connections(
                "[['DBInstanceIdentifier']]",
                orders + ",'DatabaseConnections':[" + numbers(100) + "]"),
            "EMF database=orders-db connections=99"),
        arguments(
            connections(
                "[['DBClusterIdentifier']]", "'DBClusterIdentifier':'c','DatabaseConnections':1"),
            "EMF database=c connections=1"),
        arguments(
            emf(
                Documents.T,
                "[{'Namespace':'A','Dimensions':[['ProxyName']],'Metrics':[{'Name':'DatabaseConnections'}]},"
                    + "{'Namespace':'B','Dimensions':[['ProxyName']],'Metrics':"
                    + "[{'Name':'MaxDatabaseConnectionsAllowed'},{'Name':'DatabaseConnections'}]}]",
                "'ProxyName':'p','DatabaseConnections':7,'MaxDatabaseConnectionsAllowed':90"),
            "EMF database=p connections=7 max=90"),
        arguments(
            emf(
                "'Namespace':'A','Dimensions':[['FunctionName','Service']],'Metrics':[{'Name':'ColdStart'}]",
                "'FunctionName':'f','Service':'s','ColdStart':1"),
            "EMF COLD"),
        arguments(
            emf(
                "'Namespace':'A','Dimensions':[['service']],'Metrics':[{'Name':'ColdStart'}]",
                "'service':'s','ColdStart':[1.0]"),
            "EMF COLD"),
        arguments(
            emf(
                "'Namespace':'A','Dimensions':[['service']],'Metrics':[{'Name':'ColdStart'}]",
                "'service':'s','ColdStart':0"),
            "EMF"));
  }

  static Stream<Arguments> notTaken() {
    String orders = "'DBInstanceIdentifier':'orders-db'";
    String[] values = {
      orders,
      orders + ",'DatabaseConnections':'42'",
      orders + ",'DatabaseConnections':null",
      orders + ",'DatabaseConnections':[]",
      orders + ",'DatabaseConnections':[1,'2']",
      orders + ",'DatabaseConnections':-1",
      orders + ",'DatabaseConnections':[" + numbers(101) + "]",
      "'DatabaseConnections':42",
      "'DBInstanceIdentifier':7,'DatabaseConnections':42"
    };
    return Stream.concat(
        Stream.of(values)
            .map(
                v -> arguments(connections("[['DBInstanceIdentifier']]", v), v.contains("orders"))),
        Stream.of(
            arguments(connections("[['service']]", orders + ",'DatabaseConnections':42"), false)));
  }

  /** A metric whose value or dimension is missing or of the wrong kind is no metric. */
  @ParameterizedTest
  @MethodSource("notTaken")
  void takesNoMetricThatCloudWatchWouldNot(String message, boolean named) {
    assertThat(Told.by(message)).isIn("EMF", named ? "EMF database=orders-db" : "EMF");
  }

  /** CloudWatch takes nothing from these. */
  static Stream<Arguments> refused() {
    String values = "'ProxyName':'p','DatabaseConnections':42";
    String metrics = "'Metrics':[{'Name':'DatabaseConnections'}]";
    String good = "'Namespace':'A','Dimensions':[['ProxyName']]," + metrics;
    long day = 86_400_000;
    return Stream.of(
            emf("'Dimensions':[['ProxyName']]," + metrics, values),
            emf("'Namespace':'','Dimensions':[['ProxyName']]," + metrics, values),
            emf("'Namespace':'A'," + metrics, values),
            emf("'Namespace':'A','Dimensions':['ProxyName']," + metrics, values),
            emf(
                "'Namespace':'A','Dimensions':[['ProxyName']," + names(31) + "]," + metrics,
                values),
            emf("'Namespace':'A','Dimensions':[['ProxyName']],'Metrics':{'Name':'x'}", values),
            emf("'Namespace':'A','Dimensions':[['ProxyName']],'Metrics':[{" + good + "}]", values),
            emf(Documents.T - 15 * day, "[{" + good + "}]", values),
            emf(Documents.T + day, "[{" + good + "}]", values),
            emf(Documents.T / 1000, "[{" + good + "}]", values),
            emf(Documents.T, "{" + good + "}", values),
            emf("" + good, values).replace("\"Timestamp\"", "\"Time\""),
            emf("" + good, values).replaceFirst("\\d{13}", "\"now\""))
        // One object in place of the directives is no metric document at all.
        .map(m -> arguments(m, m.contains("Metrics\":{\"Namespace") ? "APPLICATION_JSON" : "EMF"));
  }

  static Stream<Arguments> wrapped() {
    String document =
        connections("[['ProxyName']]", "'ProxyName':'p','DatabaseConnections':42,'n':1");
    String told = "EMF database=p connections=42";
    String escaped = document.replace("\"", "\\\"");
    return Stream.of(
        arguments(json("{'timestamp':'t','level':'INFO','message':") + document + "}", told),
        arguments(json("{'timestamp':'t','level':'INFO','message':'") + escaped + "\"}", told),
        arguments("2026-03-02T10:12:15.120Z\tid\tINFO\t" + document, "APPLICATION_TEXT"),
        arguments(document.replace(":42,", ":NaN,"), "MALFORMED_JSON"),
        arguments(document.substring(0, document.length() - 5), "MALFORMED_JSON"));
  }

  @ParameterizedTest
  @MethodSource({"gauges", "refused", "wrapped"})
  void readsMetrics(String message, String told) {
    assertThat(Told.by(message)).isEqualTo(told);
  }

  /** The format's specification has it that what Lambda puts in front takes nothing away. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-02T10:12:15.120Z\t" + Told.ID + "\tINFO\t",
        "[INFO]\t2026-03-02T10:12:15.120Z\t" + Told.ID + "\t"
      })
  void standBehindATimeAndARequestIdAsWell(String head) {
    String metrics =
        connections(
            "[['DBInstanceIdentifier']]", "'DBInstanceIdentifier':'db','DatabaseConnections':7");
    assertThat(Told.by(head + metrics + "\n")).isEqualTo("EMF id=ID database=db connections=7");
    assertThat(Told.by(head + emf("'Namespace':'Shop'", "'latency':7"))).isEqualTo("EMF id=ID");
    assertThat(Told.by("metrics: " + metrics)).isEqualTo("APPLICATION_TEXT");
    assertThat(Told.by(head + metrics + " and more")).isEqualTo("APPLICATION_TEXT");
  }
}
