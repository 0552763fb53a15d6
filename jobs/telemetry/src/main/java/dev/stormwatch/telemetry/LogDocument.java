package dev.stormwatch.telemetry;

import dev.stormwatch.core.model.FunctionId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The head of a CloudWatch Logs subscription document, and whose log it is. */
public final class LogDocument {

  private static final String LAMBDA_PREFIX = "/aws/lambda/";
  private static final String CAPACITY_PROVIDER_PREFIX = "/aws/lambda/capacity-provider/";
  private static final String INSIGHTS_GROUP = "/aws/lambda-insights";

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

  public final String account;
  public final String logGroup;
  public final String logStream;

  /** Null when the log is not a Lambda function's. */
  public final @Nullable FunctionId function;

  LogDocument(String account, String region, String logGroup, String logStream) {
    this.account = ACCOUNT.matcher(account).matches() ? account : FunctionId.UNKNOWN;
    this.logGroup = cut(logGroup);
    this.logStream = cut(logStream);
    String name = functionName(this.logGroup, this.logStream);
    String knownRegion = REGION.matcher(region).matches() ? region : FunctionId.UNKNOWN;
    this.function = name == null ? null : new FunctionId(this.account, knownRegion, name);
  }

  private static String cut(String name) {
    return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
  }

  boolean insights() {
    return logGroup.equals(INSIGHTS_GROUP);
  }

  private static @Nullable String functionName(String logGroup, String logStream) {
    if (logGroup.startsWith(LAMBDA_PREFIX)
        && logGroup.length() > LAMBDA_PREFIX.length()
        && !logGroup.startsWith(CAPACITY_PROVIDER_PREFIX)) {
      String name = logGroup.substring(LAMBDA_PREFIX.length());
      return FUNCTION_NAME.matcher(name).matches() ? name : null;
    }
    Matcher custom = CUSTOM_STREAM.matcher(logStream);
    return custom.matches() ? custom.group(1) : null;
  }
}
