package dev.stormwatch.replay;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.model.Activity;
import dev.stormwatch.core.slot.SlotLogic;
import java.util.function.Consumer;

/** Of what a state machine does, only the findings of one kind; no recording outlasts its state. */
class FindingsOf implements SlotLogic.Effects<Finding> {

  private final Kind kind;
  private final Consumer<Finding> said;

  FindingsOf(Kind kind, Consumer<Finding> said) {
    this.kind = kind;
    this.said = said;
  }

  @Override
  public void emit(Finding finding) {
    if (finding.kind == kind) {
      said.accept(finding);
    }
  }

  @Override
  public void report(Activity activity) {
    // Time lines are of no interest here.
  }

  @Override
  public void wakeAt(long arrivalMillis) {
    // It is woken each slot.
  }

  @Override
  public void forget() {
    // Nothing is forgotten within one recording.
  }
}
