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
    String headline =
        Wording.text(
            "%s: %d of %d %s stuck, %.0f %% of batches failed; no single record",
            whole(view, failing.example, failing.errorType),
            failing.shards,
            failing.busy,
            view.queue() ? "messages" : Words.parts(view),
            failing.share() * 100);
    String what =
        Wording.text(
            "%d of %d batches failed in the last minute; %s",
            failing.failed,
            failing.ok + failing.failed,
            view.onlyShard(failing.example)
                ? Words.ALONE
                : "no shard is named, since none is the cause");
    return finding(
        view, failing.example, headline, what, failing.share(), failing.ok + failing.failed);
  }

  Finding ofQueue(View view, QueueBatches batches) {
    String headline =
        Wording.text(
            "%s: %.0f %% of batches failed, whichever messages they hold",
            whole(view, batches.example, batches.errorType), batches.share() * 100);
    long all = Math.round(batches.ok + batches.failed);
    String what =
        Wording.text(
            "%d of %d batches failed since %s; no message is named, since none is the cause",
            Math.round(batches.failed), all, Utc.text(batches.since));
    return finding(view, batches.example, headline, what, batches.share(), all);
  }

  private static String whole(View view, ShardState example, String errorType) {
    return Wording.text(
        "%s: all of %s fails%s%s",
        view.function.name(),
        Words.source(view),
        ofRelease(view, example) ? " since version " + version(example) : "",
        errorType.isEmpty() ? "" : " with " + errorType);
  }

  private static String version(ShardState example) {
    return LogSource.version(example.latest().logStream);
  }

  private static boolean ofRelease(View view, ShardState example) {
    return view.state.okVersions.neverIs(version(example));
  }

  private Finding finding(
      View view, ShardState example, String headline, String what, double share, long batches) {
    String release =
        ofRelease(view, example)
            ? Wording.text(
                "; no batch of version %s ever succeeded, those of version %s did: its release"
                    + " is the likely cause",
                version(example), view.state.okVersions.newest())
            : "";
    return Findings.finding(
        Kind.DEPENDENCY_OUTAGE,
        Findings.whole(view),
        Severity.PAGE,
        view.state.outageSince,
        headline,
        new Measure("failing-batch-share", share, "ratio", settings.outageShare, 60, batches, 0),
        new Impact(true, view.state.outageSince, what + release),
        Findings.evidence(view, example),
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
