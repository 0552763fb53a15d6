package dev.stormwatch.core.detect;

import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.track.FunctionTrack;

/** What a detector of functions is shown at the end of a slot. */
public final class FunctionView {

  /** End of the slot on the arrival clock, epoch milliseconds. */
  public final long end;

  public final FunctionSlot slot;

  /** The function's track, this slot taken in. */
  public final FunctionTrack track;

  public final Starts starts;

  public FunctionView(long end, FunctionSlot slot, FunctionTrack track) {
    this(end, slot, track, Starts.UNKNOWN);
  }

  private FunctionView(long end, FunctionSlot slot, FunctionTrack track, Starts starts) {
    this.end = end;
    this.slot = slot;
    this.track = track;
    this.starts = starts;
  }

  /** The same, once it is known how environments start. */
  public FunctionView with(Starts known) {
    return new FunctionView(end, slot, track, known);
  }

  /** Where the function logs: what records say, else where Lambda puts it. */
  public String logGroup() {
    return slot.logGroup.isEmpty() ? "/aws/lambda/" + slot.function.name() : slot.logGroup;
  }
}
