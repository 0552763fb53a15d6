package dev.stormwatch.core.detect.shard;

import static dev.stormwatch.core.detect.shard.ShardState.NEVER;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.model.GivenUp;
import dev.stormwatch.core.settings.ShardSettings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Did Lambda give up a batch for good? Its record for the on-failure destination names shard,
 * sequence numbers and attempts, but whoever prints it speaks about another function: it is
 * evidence for what is known already, else a ticket.
 *
 * <p>Batches of several shards within minutes were given up for what they have in common, which is
 * no record of theirs. A batch that grew too old before it was tried says nothing of its records.
 */
final class GivenUpRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What was given up is gone: the incident is over when nothing follows for so long. */
  private static final long OVER_MILLIS = 180_000;

  private static final long TOGETHER_MILLIS = 600_000;

  private final ShardSettings settings;
  private final PlatformReport report;

  GivenUpRule(ShardSettings settings, PlatformReport report) {
    this.settings = settings;
    this.report = report;
  }

  void judge(View view, Effects<Finding> effects) {
    SourceState state = view.state;
    GivenUp open = state.givenUpOpen;
    if (open != null && view.end - open.at > OVER_MILLIS) {
      state.givenUpOpen = null;
      if (!state.troubled(open.shard)) {
        effects.emit(report.nothingMoreGivenUp(view, open));
      }
    }
    state.givenUp.removeIf(batch -> view.end - batch.at > TOGETHER_MILLIS);
    if (state.givenUp.isEmpty() || view.outageOf(settings.outageHoldoffMillis)) {
      return;
    }
    Set<String> shards =
        state.givenUp.stream().map(batch -> batch.shard).collect(Collectors.toSet());
    GivenUp latest = state.givenUp.last();
    if (shards.size() > 1 || view.end - latest.at > OVER_MILLIS || !tried(latest)) {
      return;
    }
    if (known(state, latest)) {
      return;
    }
    state.givenUpOpen = latest;
    effects.emit(report.givenUp(view, latest));
  }

  private boolean tried(GivenUp batch) {
    return batch.condition.equals(GivenUp.RETRIES) || batch.attempts >= settings.minAttempts;
  }

  /** Was it told of as poison, by what the function itself says? */
  private static boolean known(SourceState state, GivenUp batch) {
    return state.shards.values().stream()
        .anyMatch(
            shard ->
                shard.attempts > 0
                    && shard.poisonSince != NEVER
                    && shard.poisonSince == shard.firstFailedAt
                    && !shard.high.isEmpty()
                    && batch.overlaps(shard.low, shard.high));
  }
}
