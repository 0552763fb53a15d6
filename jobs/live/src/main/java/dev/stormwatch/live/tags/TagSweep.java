package dev.stormwatch.live.tags;

import dev.stormwatch.core.notify.SuspectTags;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** Takes away the tags that a crash left behind: those that have expired, or all of ours. */
public final class TagSweep {

  /** What a sweep found. */
  public static final class Result {
    public int functions;
    public int mappings;
    public int tagged;
    public int swept;
    public int failed;
  }

  private final String region;
  private final String endpoint;
  private final double callsPerSecond;

  /**
   * @param endpoint empty for the Region's own
   * @param callsPerSecond the account has fifteen a second for everybody
   */
  public TagSweep(String region, String endpoint, double callsPerSecond) {
    this.region = region;
    this.endpoint = endpoint;
    this.callsPerSecond = callsPerSecond;
  }

  /**
   * Looks at every function and event source mapping of the account and Region.
   *
   * @param all also tags that have not expired
   * @param dryRun say what would go, and let it be
   * @param say is told of each that has tags of ours
   * @throws IllegalStateException when Lambda does not list the functions
   */
  public Result run(Instant now, boolean all, boolean dryRun, Consumer<String> say) {
    Result result = new Result();
    try (LambdaTags lambda = new LambdaTags(region, endpoint)) {
      for (FunctionConfiguration function : lambda.client().listFunctionsPaginator().functions()) {
        result.functions++;
        one(function.functionArn(), lambda, now, all, dryRun, result, say);
      }
      for (EventSourceMappingConfiguration mapping :
          lambda.client().listEventSourceMappingsPaginator().eventSourceMappings()) {
        result.mappings++;
        one(mapping.eventSourceMappingArn(), lambda, now, all, dryRun, result, say);
      }
    } catch (SdkException e) {
      boolean credentials =
          e instanceof SdkClientException && String.valueOf(e.getMessage()).contains("credentials");
      throw new IllegalStateException(
          credentials
              ? "no credentials were found; log in, or set AWS_PROFILE"
              : "Lambda in "
                  + region
                  + " does not list its functions and mappings: "
                  + e.getMessage(),
          e);
    }
    return result;
  }

  private void one(
      String resource,
      LambdaTags lambda,
      Instant now,
      boolean all,
      boolean dryRun,
      Result result,
      Consumer<String> say) {
    try {
      pause();
      Map<String, String> tags = lambda.of(resource);
      if (tags.keySet().stream().noneMatch(SuspectTags.KEYS::contains)) {
        return;
      }
      result.tagged++;
      String name = SuspectTags.name(resource);
      if (!all && !expired(tags, now)) {
        say.accept(name + ": kept, until " + tags.get(SuspectTags.EXPIRES));
        return;
      }
      result.swept++;
      say.accept(name + (dryRun ? ": would lose " : ": lost ") + tags.get(SuspectTags.SUSPECT));
      if (!dryRun) {
        pause();
        lambda.apply(new TagChange(resource, Map.of()));
      }
    } catch (SdkException e) {
      result.failed++;
      say.accept(SuspectTags.name(resource) + ": " + e.getMessage());
    }
  }

  private static boolean expired(Map<String, String> tags, Instant now) {
    try {
      return !Instant.parse(tags.getOrDefault(SuspectTags.EXPIRES, "")).isAfter(now);
    } catch (DateTimeParseException e) {
      return true; // whoever wrote that, it was not us
    }
  }

  private void pause() {
    LockSupport.parkNanos(Math.round(TimeUnit.SECONDS.toNanos(1) / callsPerSecond));
  }
}
