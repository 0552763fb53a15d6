package dev.stormwatch.core.detect.shard;

import static dev.stormwatch.core.detect.shard.ShardAdvice.mapping;

import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.RollBack;
import dev.stormwatch.core.detect.Wording;
import dev.stormwatch.core.model.Release;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** What to do about shards whose records grow old, with the commands and what they cost. */
final class LagAdvice implements Serializable {

  private static final long serialVersionUID = 1L;

  List<Recommendation> forHotShard(View view, ShardState shard, Load load) {
    if (view.kafka()) {
      return List.of(faster(view, shard, load), spread());
    }
    return List.of(
        severalAtATime(
            view,
            shard,
            load,
            "; one key that carries most records gains nothing: spread it over more keys"),
        spread());
  }

  /** Of a source of which some shards are late, and no line says which. */
  List<Recommendation> forPart(View view) {
    if (view.queue()) {
      return QueueAdvice.forGroup();
    }
    boolean table = view.eventSource.contains(":dynamodb:");
    return List.of(
        new Recommendation(
            "find the key that most records have",
            "",
            table
                ? "Contributor Insights counts the items that are written most"
                : "log the partition keys of a late batch",
            table
                ? Wording.text(
                    "aws dynamodb update-contributor-insights --table-name %s"
                        + " --contributor-insights-action ENABLE",
                    Words.source(view))
                : "",
            table ? "billed for each event that it counts" : "more to log"),
        spread(),
        new Recommendation(
            "if several keys share the hot shard, work on each shard several batches at a time",
            "2",
            "a shard's batches are processed one after another, or by partition key several at a"
                + " time; one key alone gains nothing by it",
            mapping(view, "--parallelization-factor 2"),
            "order holds only within a partition key; up to twice the concurrency"));
  }

  private static Recommendation severalAtATime(
      View view, ShardState shard, Load load, String more) {
    String name = shard.named() ? Words.name(shard) : Words.source(view);
    String done =
        load.arriving == 0
            ? Wording.text("%s processes %.1f records a second", name, load.processed)
            : Wording.text(
                "%s processes %.1f records a second and gets about %.1f: %d at a time do up to"
                    + " %.1f",
                name, load.processed, load.arriving, load.atATime, load.atATime * load.processed);
    return new Recommendation(
        "work on each shard several batches at a time",
        Integer.toString(load.atATime),
        Wording.text(
            "%s; a shard's batches are processed one after another, or by partition key up to %d at"
                + " a time",
            done, Load.MOST_AT_A_TIME),
        mapping(view, "--parallelization-factor " + load.atATime),
        Wording.text(
            "order holds only within a partition key; up to %d times the concurrency, and the load"
                + " on what the function writes to%s",
            load.atATime, more));
  }

  private static Recommendation spread() {
    return new Recommendation(
        "spread the hot key",
        "",
        "more shards or partitions help only while several keys share one",
        "",
        "records of a key that is spread have no order among them");
  }

  /** A partition's batches are processed one after another, whatever the mapping says. */
  private static Recommendation faster(View view, ShardState partition, Load load) {
    return new Recommendation(
        "process larger batches",
        "1000",
        Wording.text(
            "%s is processed one batch after another, %.1f records a second: what each call costs"
                + " beside its records is paid less often",
            partition.shard, load.processed),
        mapping(view, "--batch-size 1000"),
        "a call takes longer and must fit the timeout; a batch that fails brings more back");
  }

  List<Recommendation> forLag(View view, Optional<Release> told, ShardState worst, AgeTrend trend) {
    Recommendation release =
        told.map(it -> RollBack.of(it, view.function.name(), Words.items(view) + " began to wait"))
            .orElseGet(() -> ifReleased(view));
    if (view.queue()) {
      List<Recommendation> rows = QueueAdvice.forLag(view, worst, trend);
      rows.add(0, release);
      return rows;
    }
    Load load = Load.of(worst, trend);
    if (view.kafka()) {
      return List.of(release, pollers(view), faster(view, worst, load));
    }
    return List.of(release, severalAtATime(view, worst, load, ""));
  }

  private static Recommendation ifReleased(View view) {
    return RollBack.ifReleased(
        view.function.name(),
        view.queue()
            ? "a release that takes longer a message makes the whole queue wait"
            : Wording.text(
                "a release that takes longer a record shows like this on all %s at once",
                Words.parts(view)));
  }

  private static Recommendation pollers(View view) {
    return new Recommendation(
        "see whether pollers hold it back",
        "",
        "a poller serves about 5 MB a second; the mapping's greatest number of them limits all"
            + " partitions together",
        Wording.text(
            "aws lambda list-event-source-mappings --function-name %s"
                + " --query 'EventSourceMappings[].[UUID,ProvisionedPollerConfig]'",
            view.function.name()),
        "none, it only reads");
  }

  List<Recommendation> forThrottled(View view, int shards) {
    return List.of(
        new Recommendation(
            "give the function concurrency for every shard",
            Integer.toString(shards),
            Wording.text(
                "as many as shards that lag, %d, may call at a time; its other callers come on top",
                shards),
            Wording.text(
                "aws lambda get-function-concurrency --function-name %s && aws lambda"
                    + " get-account-settings --query AccountLimit",
                view.function.name()),
            "none, it only reads; what is reserved for one function is taken from all others"),
        new Recommendation(
            "see whether reads are throttled",
            "",
            "a shard serves five reads a second and 2 MB a second to all its readers together",
            Wording.text(
                "aws kinesis describe-stream-summary --stream-name %s"
                    + " --query StreamDescriptionSummary.ConsumerCount",
                Words.source(view)),
            "none, it only reads"));
  }
}
