package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Wording;
import dev.stormwatch.core.detect.shard.OutageRule.Failing;
import dev.stormwatch.core.fold.LogSource;
import dev.stormwatch.core.settings.ShardSettings;
import java.io.Serializable;

/** Puts into words that a mapping fails as a whole. */
final class OutageReport implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ShardSettings settings;
  private final ShardAdvice advice = new ShardAdvice();

  OutageReport(ShardSettings settings) {
    this.settings = settings;
  }

  Finding outage(View view, Failing failing) {
    String version = LogSource.version(failing.example.latest().logStream);
    boolean release = view.state.okVersions.neverIs(version);
    String headline =
        Wording.text(
            "%s: all of %s fails%s%s: %d of %d %s stuck, %.0f %% of batches failed; no single record",
            view.function.name(),
            Words.source(view),
            release ? " since version " + version : "",
            failing.errorType.isEmpty() ? "" : " with " + failing.errorType,
            failing.shards,
            failing.busy,
            view.queue() ? "messages" : "shards",
            failing.share() * 100);
    return Findings.finding(
        Kind.DEPENDENCY_OUTAGE,
        Findings.whole(view),
        Severity.PAGE,
        view.state.outageSince,
        headline,
        new Measure(
            "failing-batch-share",
            failing.share(),
            "ratio",
            settings.outageShare,
            60,
            failing.ok + failing.failed,
            0),
        new Impact(
            true,
            view.state.outageSince,
            Wording.text(
                "%d of %d batches failed in the last minute; %s%s",
                failing.failed,
                failing.ok + failing.failed,
                view.onlyShard(failing.example)
                    ? Words.ALONE
                    : "no shard is named, since none is the cause",
                release
                    ? Wording.text(
                        "; no batch of version %s ever succeeded, those of version %s did: its release"
                            + " is the likely cause",
                        version, view.state.okVersions.newest())
                    : "")),
        Findings.evidence(view, failing.example),
        advice.forOutage(view));
  }

  Finding outageOver(View view, Failing failing) {
    return Findings.recovery(
        Kind.DEPENDENCY_OUTAGE,
        Findings.whole(view),
        view.state.outageSince,
        Wording.text(
            "%s: %s is processed again: %d of %d batches of the last minute succeeded",
            view.function.name(), Words.source(view), failing.ok, failing.ok + failing.failed),
        failing.share());
  }
}
