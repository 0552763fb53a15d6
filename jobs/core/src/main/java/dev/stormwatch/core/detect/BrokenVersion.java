package dev.stormwatch.core.detect;

import static dev.stormwatch.core.detect.Wording.counted;
import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.model.VersionResults;
import dev.stormwatch.core.model.VersionResults.Result;
import dev.stormwatch.core.settings.DependencySettings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A version of which nearly all calls fail, while those of an older one beside it succeed. */
public final class BrokenVersion {

  private final String version;
  private final String before;
  private final Result broken;
  private final Result well;

  private BrokenVersion(Map.Entry<String, Result> broken, Map.Entry<String, Result> well) {
    this.version = broken.getKey();
    this.before = well.getKey();
    this.broken = broken.getValue();
    this.well = well.getValue();
  }

  /** The newest such version; null where none is, or names of log streams show no versions. */
  public static @Nullable BrokenVersion of(VersionResults versions, DependencySettings settings) {
    for (Map.Entry<String, Result> newer : versions.byVersion().descendingMap().entrySet()) {
      Map.Entry<String, Result> older = versions.byVersion().lowerEntry(newer.getKey());
      Result of = newer.getValue();
      if (older != null
          && of.calls >= settings.minFailures
          && of.share() >= settings.pageShare
          && older.getValue().calls >= settings.minFailures
          && older.getValue().share() < settings.recoveryShare) {
        return new BrokenVersion(newer, older);
      }
    }
    return null;
  }

  /** As a headline ends. */
  public String headline() {
    return text("version %s, and not %s", version, before);
  }

  public Recommendation rollBack(String function) {
    return RollBack.to(
        before,
        function,
        text(
            "of version %s %s of %s failed lately, of version %s %s of %s",
            version,
            text("%,d", Math.min(broken.failures, broken.calls)),
            counted(broken.calls, "call"),
            before,
            text("%,d", well.failures),
            counted(well.calls, "call")));
  }
}
