package dev.stormwatch.core.source;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.shard.ShardDetector;
import dev.stormwatch.core.detect.shard.SourceState;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic;

/** Shows each slot of an event source mapping to the detector of shards. */
public final class SourceLogic implements SlotLogic<EventSourceSlot, SourceState, Finding> {

  private static final long serialVersionUID = 1L;

  /** A mapping silent for so long is forgotten; DynamoDB keeps records no longer. */
  private static final long FORGET_MILLIS = 24L * 3_600_000;

  /** What others claim of a mapping costs them nothing: it is not kept for long. */
  private static final long FORGET_CLAIMS_MILLIS = 3_600_000;

  private final ShardDetector detector;

  public SourceLogic(Settings settings) {
    this.detector = new ShardDetector(settings);
  }

  @Override
  public SourceState newState() {
    return new SourceState();
  }

  @Override
  public void onSlot(long end, EventSourceSlot slot, SourceState state, Effects<Finding> effects) {
    detector.onSlot(end, slot, state, effects);
    effects.wakeAt(end + (state.claimsAlone() ? FORGET_CLAIMS_MILLIS : FORGET_MILLIS));
  }

  @Override
  public void onWake(long end, SourceState state, Effects<Finding> effects) {
    effects.forget();
  }
}
