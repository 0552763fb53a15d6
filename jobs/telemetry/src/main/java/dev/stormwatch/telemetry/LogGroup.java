package dev.stormwatch.telemetry;

import dev.stormwatch.core.model.FunctionId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A log group of an account and region: whose log it holds, told by its name. */
final class LogGroup {

  /** What writes to a log group. */
  enum Kind {
    FUNCTION,
    INSIGHTS,
    MONITORING,
    CAPACITY_PROVIDER,
    DATABASE,
    OTHER
  }

  private static final String LAMBDA_PREFIX = "/aws/lambda/";
  private static final String CAPACITY_PROVIDER_PREFIX = "/aws/lambda/capacity-provider/";
  private static final String INSIGHTS = "/aws/lambda-insights";
  private static final String MONITORING = "RDSOSMetrics";

  /**
   * {@code /aws/rds/instance/name/postgresql}, {@code …/cluster/…}, {@code /aws/rds/proxy/name}.
   */
  private static final Pattern DATABASE =
      Pattern.compile("/aws/rds/(?:instance|cluster|proxy)/([A-Za-z][A-Za-z0-9-]{0,62})(?:/.*)?");

  /** In a log group of the user's own choice the stream names the function. */
  private static final Pattern CUSTOM_STREAM =
      Pattern.compile("\\d{4}/\\d\\d/\\d\\d/([A-Za-z0-9_-]{1,64})\\[[^\\]]{1,129}\\][0-9a-f]{32}");

  /**
   * What Lambda lets a function be called, Lambda@Edge's region prefix included. A name goes into
   * headlines and into commands that people paste, so nothing else passes for one.
   */
  private static final Pattern FUNCTION_NAME = Pattern.compile("[A-Za-z0-9._-]{1,140}");

  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,32}");

  /** CloudWatch Logs' own limit for the name of a group or a stream. */
  private static final int MAX_NAME = 512;

  /** The day on which its function was found to be within the limit, see {@link FunctionLimit}. */
  long admittedOn = Long.MIN_VALUE;

  final String account;
  final String region;
  final String name;
  final Kind kind;

  /** Of a database's log, its identifier; else empty. */
  final String database;

  /** The function that the group's own name tells of; null where only a stream can. */
  final @Nullable FunctionId function;

  LogGroup(String account, String region, String name) {
    this.account = ACCOUNT.matcher(account).matches() ? account : FunctionId.UNKNOWN;
    this.region = REGION.matcher(region).matches() ? region : FunctionId.UNKNOWN;
    this.name = cut(name);
    this.kind = kind(this.name);
    Matcher rds = DATABASE.matcher(this.name);
    this.database = kind == Kind.DATABASE && rds.matches() ? rds.group(1) : "";
    this.function =
        kind == Kind.FUNCTION
            ? new FunctionId(this.account, this.region, this.name.substring(LAMBDA_PREFIX.length()))
            : null;
  }

  /** What may be a function's name; else empty. */
  static String functionName(String name) {
    return FUNCTION_NAME.matcher(name).matches() ? name : "";
  }

  static String cut(String name) {
    return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
  }

  private static Kind kind(String name) {
    if (name.startsWith(CAPACITY_PROVIDER_PREFIX)) {
      return Kind.CAPACITY_PROVIDER;
    }
    if (name.startsWith(LAMBDA_PREFIX)) {
      boolean named =
          FUNCTION_NAME.matcher(name).region(LAMBDA_PREFIX.length(), name.length()).matches();
      return named ? Kind.FUNCTION : Kind.OTHER;
    }
    if (name.equals(INSIGHTS)) {
      return Kind.INSIGHTS;
    }
    if (name.equals(MONITORING)) {
      return Kind.MONITORING;
    }
    return DATABASE.matcher(name).matches() ? Kind.DATABASE : Kind.OTHER;
  }

  /** The function whose log a stream of this group is, or null when it is none's. */
  @Nullable FunctionId functionOf(String logStream) {
    if (function != null || kind != Kind.OTHER || name.startsWith(LAMBDA_PREFIX)) {
      return function;
    }
    Matcher custom = CUSTOM_STREAM.matcher(logStream);
    return custom.matches() ? new FunctionId(account, region, custom.group(1)) : null;
  }
}
