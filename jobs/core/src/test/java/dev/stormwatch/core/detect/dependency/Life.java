package dev.stormwatch.core.detect.dependency;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.Starts;
import dev.stormwatch.core.model.CallError;
import dev.stormwatch.core.model.ErrorWords;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Hash64;
import dev.stormwatch.core.model.Release;
import dev.stormwatch.core.settings.TestSettings;
import dev.stormwatch.core.slot.RecordingEffects;
import dev.stormwatch.core.track.FunctionTrack;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

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

  /** What calls that fail name; empty where they name nothing. */
  String error = "";

  ErrorWords words = ErrorWords.TIMEOUT;

  /** Do calls that fail end their process? */
  boolean exits;

  /** Are those that fail of version 8, and all others of version 7? */
  boolean versions;

  /** What each call takes. */
  long millis;

  /** Do cold starts tell already that its calls end their environments? */
  boolean deathsTold;

  /** Is somebody woken because no call gets beyond its init? */
  boolean initsTold;

  @Nullable Release latest;

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
    slot.memoryMegabytes = 512;
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
      if ((fails || complains) && !error.isEmpty()) {
        (fails ? slot.errors : slot.complaints)
            .add(error, words, new CallError.Line(now, "[7]" + i % 4, "id-" + i));
      }
      if (versions) {
        slot.results.add(fails ? "8" : "7", 1, fails ? 1 : 0);
      }
      slot.inits.exits += exits && fails ? 1 : 0;
      slot.inits.timeouts += timesOut && fails ? 1 : 0;
      slot.invocations++;
      slot.durationMicros += 1_000 * millis;
    }
    now += SLOT;
    track.advance(slot, now, 360_000);
    FunctionView view = new FunctionView(now, slot, track);
    detector.onSlot(view.with(new Starts(deathsTold, initsTold, latest)), state, effects);
  }

  List<Finding> said() {
    return effects.emitted;
  }

  Finding last() {
    return said().get(said().size() - 1);
  }
}
