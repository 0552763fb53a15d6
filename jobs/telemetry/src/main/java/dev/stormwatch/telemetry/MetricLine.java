package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.model.MappingCounts.Metric;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * CloudWatch's Embedded Metric Format, as far as it tells of a database's connections, of a cold
 * start or of Lambda's counts of a mapping's events. What CloudWatch would refuse as a metric is
 * not believed here either.
 */
final class MetricLine {

  private static final int MOST_METRICS = 100;
  private static final int MOST_VALUES = 100;
  private static final int MOST_DIMENSIONS = 30;
  private static final int LONGEST_NAME = 1024;

  private static final long OLDEST_MILLIS = 14L * 86_400_000;
  private static final long NEWEST_MILLIS = 2L * 3_600_000;

  /** What identifies a database, a cluster or a proxy. */
  private static final List<String> DATABASES =
      List.of("DBInstanceIdentifier", "DBClusterIdentifier", "ProxyName");

  private static final List<String> FUNCTION = List.of("FunctionName");

  /** What is taken; nearly all metrics are the application's own affair. */
  private static final Set<String> METRICS =
      Set.of(
          "ColdStart",
          "DatabaseConnections",
          "MaxDatabaseConnections",
          "MaxDatabaseConnectionsAllowed");

  private MetricLine() {}

  /**
   * Reads a document.
   *
   * @return false when it is no metric document; nothing is told then
   */
  static boolean read(JsonValue root, Observation line) {
    JsonValue metadata = root.member("_aws");
    JsonValue list = metadata.member("CloudWatchMetrics");
    if (!metadata.isObject() || !list.isArray()) {
      return false;
    }
    List<JsonValue> directives = list.elements(MOST_METRICS);
    if (!timely(metadata.member("Timestamp"), line.eventTime)
        || !directives.stream().allMatch(MetricLine::wellFormed)) {
      // CloudWatch takes no metric from it, and neither do we.
      return true;
    }
    for (JsonValue directive : directives) {
      Set<String> metrics = new HashSet<>();
      for (JsonValue metric : directive.member("Metrics").elements(MOST_METRICS)) {
        metrics.add(metric.member("Name").text());
      }
      mapping(metrics, root, directive, line);
      metrics.retainAll(METRICS);
      if (!metrics.isEmpty()) {
        String database = database(root, directive);
        metrics.forEach(metric -> take(metric, root, database, line));
      }
    }
    line.setRequestId(JsonLine.requestId(root));
    return true;
  }

  private static boolean timely(JsonValue timestamp, long eventTime) {
    double millis = timestamp.number();
    return millis == Math.rint(millis)
        && (eventTime <= 0
            || (millis >= eventTime - OLDEST_MILLIS && millis <= eventTime + NEWEST_MILLIS));
  }

  private static boolean wellFormed(JsonValue directive) {
    JsonValue metrics = directive.member("Metrics");
    JsonValue sets = directive.member("Dimensions");
    return named(directive.member("Namespace"))
        && metrics.isArray()
        && sets.isArray()
        && metrics.elements(MOST_METRICS + 1).size() <= MOST_METRICS
        && metrics.elements(MOST_METRICS).stream().allMatch(m -> named(m.member("Name")))
        && sets.elements(MOST_METRICS).stream().allMatch(MetricLine::dimensions);
  }

  private static boolean named(JsonValue name) {
    return name.isText() && !name.text().isEmpty() && name.text().length() <= LONGEST_NAME;
  }

  /** An empty set is legal: the metric without any dimension. */
  private static boolean dimensions(JsonValue set) {
    List<JsonValue> names = set.elements(MOST_DIMENSIONS + 1);
    return set.isArray()
        && names.size() <= MOST_DIMENSIONS
        && names.stream().allMatch(MetricLine::named);
  }

  /** The database that a directive's metrics are of, or empty. */
  private static String database(JsonValue root, JsonValue directive) {
    return dimension(root, directive, DATABASES);
  }

  /** The value of the first of some dimensions that a directive uses, or empty. */
  private static String dimension(JsonValue root, JsonValue directive, List<String> wanted) {
    Set<String> used = new HashSet<>();
    for (JsonValue set : directive.member("Dimensions").elements(MOST_METRICS)) {
      set.elements(MOST_DIMENSIONS).forEach(name -> used.add(name.text()));
    }
    for (String dimension : wanted) {
      JsonValue value = root.member(dimension);
      if (used.contains(dimension) && named(value)) {
        return value.text();
      }
    }
    return "";
  }

  /** What Lambda counts of a mapping's events, shipped by somebody. */
  private static void mapping(
      Set<String> metrics, JsonValue root, JsonValue directive, Observation line) {
    for (Metric metric : Metric.values()) {
      if (metrics.contains(metric.metricName)) {
        long events = Numbers.whole(sum(root.member(metric.metricName)));
        if (events >= 0) {
          line.detail();
          line.mapping.set(metric, events);
          line.function = dimension(root, directive, FUNCTION);
        }
      }
    }
  }

  /** Of counts in one document all count. */
  private static double sum(JsonValue target) {
    if (!target.isArray()) {
      return target.number();
    }
    double sum = 0;
    for (JsonValue sample : target.elements(MOST_VALUES)) {
      sum += sample.number();
    }
    return sum;
  }

  /** One metric can stand under many dimensions: its value is a member of the root, and one. */
  private static void take(String metric, JsonValue root, String database, Observation line) {
    long value = Numbers.whole(value(root.member(metric)));
    if (value == Observation.NONE) {
      return;
    }
    switch (metric) {
      case "ColdStart":
        line.saysColdStart |= value >= 1;
        break;
      case "DatabaseConnections":
        if (ofDatabase(database, line)) {
          line.gauge.connections = value;
        }
        break;
      case "MaxDatabaseConnections":
      case "MaxDatabaseConnectionsAllowed":
        if (ofDatabase(database, line)) {
          line.gauge.maxConnections = value;
        }
        break;
      default:
    }
  }

  /** A line has room for one database: the first it names. */
  private static boolean ofDatabase(String database, Observation line) {
    if (database.isEmpty()) {
      return false;
    }
    line.detail();
    if (line.gauge.database.isEmpty()) {
      line.gauge.database = database;
    }
    return line.gauge.database.equals(database);
  }

  /** Of several samples in one document the last is how things stand now. */
  private static double value(JsonValue target) {
    if (!target.isArray()) {
      return target.number();
    }
    List<JsonValue> samples = target.elements(MOST_VALUES + 1);
    boolean legal =
        !samples.isEmpty()
            && samples.size() <= MOST_VALUES
            && samples.stream().noneMatch(s -> Double.isNaN(s.number()));
    return legal ? samples.get(samples.size() - 1).number() : Double.NaN;
  }
}
