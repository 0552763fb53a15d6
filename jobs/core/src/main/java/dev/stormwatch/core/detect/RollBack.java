package dev.stormwatch.core.detect;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.model.Release;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Advice to give traffic back to the version before. */
public final class RollBack {

  private RollBack() {}

  /**
   * @param reason why that version is to blame which is taken back
   */
  public static Recommendation to(String version, String function, String reason) {
    return new Recommendation(
        "send traffic back to the version before",
        version,
        reason,
        text(
            "aws lambda update-alias --function-name %s --name ALIAS --function-version %s"
                + " --routing-config AdditionalVersionWeights={}",
            function, version),
        "the release is undone; its first calls are cold again where old environments are gone");
  }

  /**
   * The same, since it is about as old as what is to be ended.
   *
   * @param what what began then, as in "records began to wait"
   */
  public static Recommendation of(Release release, String function, String what) {
    return to(
        release.before,
        function,
        text(
            "version %s took over at %s, about when %s",
            release.version,
            Instant.ofEpochMilli(release.at).truncatedTo(ChronoUnit.SECONDS),
            what));
  }

  /**
   * The same where no version is known.
   *
   * @param reason why a release is to blame
   */
  public static Recommendation ofLatest(String function, String reason) {
    return new Recommendation(
        "take back what was released last, code or configuration",
        "",
        reason,
        latest(function),
        "what else the release brought is taken back too");
  }

  /**
   * The same where a release is one of several causes.
   *
   * @param reason what a release has to do with it
   */
  public static Recommendation ifReleased(String function, String reason) {
    return new Recommendation(
        text("take back what was released last, if %s was changed just before", function),
        "",
        reason,
        latest(function),
        "what else the release brought is taken back too");
  }

  private static String latest(String function) {
    return text(
        "aws lambda get-function-configuration --function-name %s"
            + " --query '[LastModified,Version,MemorySize,CodeSha256]'",
        function);
  }
}
