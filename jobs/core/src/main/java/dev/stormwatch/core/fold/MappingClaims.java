package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.GivenUp;
import dev.stormwatch.core.model.SequenceNumbers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What lines of one function claim about the mapping of another: records that Lambda sent to an
 * on-failure destination, printed by who reads that, and metrics that somebody ships. Only of the
 * same account and region, and only what looks like what it should be.
 */
final class MappingClaims {

  private static final Pattern FUNCTION_ARN =
      Pattern.compile(
          "arn:[a-z-]{3,20}:lambda:([a-z0-9-]{1,30}):(\\d{12}):function:([A-Za-z0-9_-]{1,64})(:.{1,128})?");

  private static final Pattern FUNCTION_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern SHARD = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
  private static final Pattern CONDITION = Pattern.compile("[A-Za-z]{1,40}");

  private MappingClaims() {}

  /** The function that a record names; null where it is of another account or Region, or none. */
  static @Nullable FunctionId named(String functionArn, FunctionId teller) {
    Matcher arn = FUNCTION_ARN.matcher(functionArn);
    boolean ours =
        arn.matches()
            && arn.group(1).equals(teller.region())
            && arn.group(2).equals(teller.account());
    return ours ? new FunctionId(teller.account(), teller.region(), arn.group(3)) : null;
  }

  /** The function that a metric's dimension names; the teller itself where there is none. */
  static @Nullable FunctionId ofMetric(String name, FunctionId teller) {
    if (name.isEmpty()) {
      return teller;
    }
    return FUNCTION_NAME.matcher(name).matches()
        ? new FunctionId(teller.account(), teller.region(), name)
        : null;
  }

  /** What was given up; null where the record names no batch of a stream. */
  static @Nullable GivenUp givenUp(EventSourceReport report, long at, String request) {
    String first = report.firstSequenceNumber;
    String last = report.lastSequenceNumber;
    boolean named =
        SequenceNumbers.valid(first)
            && SequenceNumbers.valid(last)
            && SequenceNumbers.compare(first, last) <= 0
            && SHARD.matcher(report.shard).matches()
            && CONDITION.matcher(report.outcome).matches();
    return named
        ? new GivenUp(
            at,
            report.shard,
            first,
            last,
            report.batchSize,
            report.attempts,
            report.outcome,
            RequestIds.orEmpty(request))
        : null;
  }
}
