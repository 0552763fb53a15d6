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

  public final String account;
  public final String logGroup;
  public final String logStream;

  /** Null when the log is not a Lambda function's. */
  public final @Nullable FunctionId function;

  LogDocument(String account, String region, String logGroup, String logStream) {
    this.account = account;
    this.logGroup = logGroup;
    this.logStream = logStream;
    String name = functionName(logGroup, logStream);
    this.function = name == null ? null : new FunctionId(account, region, name);
  }

  boolean insights() {
    return logGroup.equals(INSIGHTS_GROUP);
  }

  private static @Nullable String functionName(String logGroup, String logStream) {
    if (logGroup.startsWith(LAMBDA_PREFIX)
        && logGroup.length() > LAMBDA_PREFIX.length()
        && !logGroup.startsWith(CAPACITY_PROVIDER_PREFIX)) {
      return logGroup.substring(LAMBDA_PREFIX.length());
    }
    Matcher custom = CUSTOM_STREAM.matcher(logStream);
    return custom.matches() ? custom.group(1) : null;
  }
}
