package dev.stormwatch.core.detect;

import static dev.stormwatch.core.detect.Wording.text;

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
   * The same where no version is known.
   *
   * @param reason why a release is to blame
   */
  public static Recommendation ofLatest(String function, String reason) {
    return new Recommendation(
        "take back what was released last, code or configuration",
        "",
        reason,
        "aws lambda get-function-configuration --function-name "
            + function
            + " --query '[LastModified,Version,CodeSha256]'",
        "what else the release brought is taken back too");
  }
}
