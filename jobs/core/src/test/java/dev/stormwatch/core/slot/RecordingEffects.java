package dev.stormwatch.core.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.model.Activity;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a state machine did. */
public class RecordingEffects<R> implements SlotLogic.Effects<R> {

  public static final long NEVER = Long.MIN_VALUE;

  public final List<R> emitted = new ArrayList<>();
  public final List<Activity> activities = new ArrayList<>();
  public long wakeAt = NEVER;
  public boolean forgotten;

  /** Nothing that anybody reads is cut in the middle. */
  @Override
  public void emit(R result) {
    if (result instanceof Finding) {
      ((Finding) result).evidence.forEach(row -> assertThat(row.text).doesNotEndWith(Evidence.CUT));
    }
    emitted.add(result);
  }

  @Override
  public void report(Activity activity) {
    activities.add(activity);
  }

  @Override
  public void wakeAt(long arrivalMillis) {
    wakeAt = arrivalMillis;
  }

  @Override
  public void forget() {
    forgotten = true;
  }
}
