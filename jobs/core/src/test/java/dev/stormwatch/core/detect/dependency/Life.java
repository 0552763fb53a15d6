package dev.stormwatch.core.detect.dependency;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Hash64;
import dev.stormwatch.core.settings.TestSettings;
import dev.stormwatch.core.slot.RecordingEffects;
import dev.stormwatch.core.track.FunctionTrack;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;

/** A function with four environments, called 20 times a slot unless said otherwise. */
final class Life {

  static final long SLOT = 5_000;
  static final int MINUTE = 12;

  private static final long START = 1_772_440_020_000L / SLOT * SLOT;

  private final DependencyDetector detector;
  final DependencyState state = DependencyState.create();
  private final FunctionTrack track = new FunctionTrack();
  private final RecordingEffects<Finding> effects = new RecordingEffects<>();
  private final Random random = new Random(7);
  long now = START;
  int release;
  int exhausted;
  boolean batches;

  /** Do lines tell of the batches of calls that fail as well? */
  boolean batchesTold;

  boolean timesOut;
  double complaining;

  /** What each call takes. */
  long millis;

  /** The same calls are made again, minutes later. */
  boolean again;

  /** Half of the calls go to environments of a release that always fails. */
  boolean canary;

  Life() {
    this(TestSettings.usual());
  }

  Life(TestSettings settings) {
    detector = new DependencyDetector(settings.settings());
  }

  Life complaining(int count, double share) {
    complaining = share;
    return slots(count, 0);
  }

  Life slots(int count, double failing) {
    for (int i = 0; i < count; i++) {
      slot(20, failing);
    }
    return this;
  }

  /** One call every half a minute, from four environments. */
  Life seldom(int calls, double failing) {
    for (int i = 0; i < 6 * calls; i++) {
      slot(i % 6 == 0 ? 1 : 0, failing);
    }
    return this;
  }

  void slot(int calls, double failing) {
    slot(calls, call -> random.nextDouble() < failing);
  }

  /** So many calls that fail, and so many more that succeed. */
  void both(int well, int failing) {
    slot(well + failing, call -> call < failing);
  }

  private void slot(int calls, IntPredicate failing) {
    FunctionSlot slot = new FunctionSlot(new FunctionId("1", "eu-west-1", "charge-card"));
    slot.callLines = calls;
    slot.exhaustionLines = exhausted;
    slot.inits.batches = batches ? 1 : 0;
    for (int i = 0; i < calls; i++) {
      boolean released = canary && i / 4 % 2 == 1;
      boolean fails = released || failing.test(i);
      boolean complains = complaining > 0 && random.nextDouble() < complaining;
      long request = again ? Hash64.of(now / SLOT % 18, i) : Hash64.of(now, i);
      long environment =
          Hash64.of("environment-" + (released ? release + 1 : release) + "-" + i % 4);
      slot.requests.sight(
          request,
          now,
          FunctionSlot.STARTED
              | FunctionSlot.ENDED
              | (fails ? FunctionSlot.FAILED : complains ? FunctionSlot.COMPLAINED : 0)
              | (fails && batchesTold ? FunctionSlot.BATCH_TOLD : 0));
      slot.environments.sight(
          environment,
          now,
          (fails ? FunctionSlot.HAS_FAILED : FunctionSlot.ANSWERED)
              | (complains && !fails ? FunctionSlot.HAS_COMPLAINED : 0));
      slot.inits.timeouts += timesOut && fails ? 1 : 0;
      slot.invocations++;
      slot.durationMicros += 1_000 * millis;
    }
    now += SLOT;
    track.advance(slot, now, 360_000);
    detector.onSlot(new FunctionView(now, slot, track), state, effects);
  }

  List<Finding> said() {
    return effects.emitted;
  }

  Finding last() {
    return said().get(said().size() - 1);
  }
}
