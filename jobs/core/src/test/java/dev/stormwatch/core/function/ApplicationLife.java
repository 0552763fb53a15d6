package dev.stormwatch.core.function;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.coldstart.ApplicationLogic;
import dev.stormwatch.core.detect.coldstart.ApplicationState;
import dev.stormwatch.core.model.ApplicationSlot;
import dev.stormwatch.core.model.ColdCall;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Hash64;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import dev.stormwatch.core.slot.RecordingEffects;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Functions of one application with their environments, slot by slot through their own logic and
 * the application's.
 */
final class ApplicationLife {

  static final long SLOT = 5_000;
  static final long MINUTE = 60_000;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;
  static final long START = 1_772_440_020_000L / DAY * DAY;

  private static final long IDLE = 6 * MINUTE;

  /** How an environment ends before it is reaped. */
  enum Environments {
    LIVE,
    /** Each call finds none: whatever serves a call is gone after it. */
    DIE
  }

  private static final class Environment {
    private final String name;
    private final long retires;
    private long freeAt;

    private Environment(String name, long retires) {
      this.name = name;
      this.retires = retires;
    }
  }

  /** One function. */
  final class Function {
    final String name;
    private final double perSlot;
    private final long initMillis;
    private final FunctionState state = logic.newState();
    private final ArrayDeque<Environment> idle = new ArrayDeque<>();
    private int created;

    Environments environments = Environments.LIVE;
    double factor = 1;

    /** Calls at once in the coming slot, besides. */
    int burst;

    private Function(String name, double perMinute, long initMillis) {
      this.name = name;
      this.perSlot = perMinute * SLOT / MINUTE;
      this.initMillis = initMillis;
    }

    /** A release replaces every environment. */
    void release() {
      idle.clear();
    }

    private void slot() {
      int calls = poisson(perSlot * factor) + burst;
      if (calls == 0) {
        return;
      }
      FunctionSlot slot = new FunctionSlot(new FunctionId("111122223333", "eu-west-1", name));
      slot.records = 1;
      slot.lags.add(15_000);
      slot.memoryMegabytes = 512;
      slot.callLines = calls;
      long at = now - 20_000 - SLOT;
      for (int i = 0; i < calls; i++) {
        call(slot, burst > 0 ? at : at + i * SLOT / calls);
      }
      burst = 0;
      logic.onSlot(now, slot, state, effects);
    }

    private void call(FunctionSlot slot, long at) {
      idle.removeIf(e -> at - e.freeAt > IDLE || at > e.retires);
      Environment environment = idle.stream().filter(e -> e.freeAt <= at).findFirst().orElse(null);
      long wait = 0;
      if (environment == null) {
        created++;
        environment = new Environment(name + created, at + HOUR + random.nextInt((int) HOUR));
        wait = Math.round(initMillis * Math.exp(0.3 * random.nextGaussian()));
        slot.coldStarts++;
        slot.firstColdAt = Math.min(slot.firstColdAt, at);
        slot.coldWaits.add(wait * 1000);
        slot.inits.add("$LATEST", wait * 1000);
        slot.coldest =
            ColdCall.longest(
                slot.coldest,
                List.of(new ColdCall(at, environment.name, "r", wait * 1000, 90_000, false)));
      } else {
        idle.remove(environment);
      }
      long took = Math.round(100 * Math.exp(0.4 * random.nextGaussian()));
      environment.freeAt = at + wait + took;
      if (environments == Environments.LIVE) {
        idle.addFirst(environment);
      }
      slot.invocations++;
      slot.durationMicros += took * 1000;
      slot.inits.coldMicros += wait > 0 ? took * 1000 : 0;
      slot.environments.sight(Hash64.of(environment.name), environment.freeAt, 0);
      slot.busy.addInterval(environment.freeAt, (wait + took) * 1000, at - DAY, at + DAY);
    }
  }

  private final Random random;
  private final FunctionLogic logic;
  private final ApplicationLogic application;
  private final ApplicationState state;
  private long wakeAt = Long.MAX_VALUE;
  private ApplicationSlot pieces = slot();

  final List<Function> functions = new ArrayList<>();

  /** What the functions and what the application said. */
  final List<Finding> ofFunctions;

  final List<Finding> ofApplication;

  long now = START;

  private final RecordingEffects<Finding> effects =
      new RecordingEffects<>() {
        @Override
        public void contribute(ApplicationSlot piece) {
          pieces.merge(piece);
        }
      };

  private final RecordingEffects<Finding> applicationEffects = new RecordingEffects<>();

  ApplicationLife(long seed) {
    Settings settings =
        TestSettings.usual()
            .with("functions", List.of(TestSettings.rule("*", true).with("application", "shop")))
            .settings();
    random = new Random(Hash64.of("application-" + seed));
    logic = new FunctionLogic(settings);
    application = new ApplicationLogic(settings);
    state = application.newState();
    ofFunctions = effects.emitted;
    ofApplication = applicationEffects.emitted;
  }

  ApplicationLife functions(int count, double perMinute) {
    return functions(count, perMinute, 2_000);
  }

  ApplicationLife functions(int count, double perMinute, long initMillis) {
    for (int i = 0; i < count; i++) {
      functions.add(new Function("f" + functions.size(), perMinute, initMillis));
    }
    return this;
  }

  private static ApplicationSlot slot() {
    return new ApplicationSlot("111122223333", "eu-west-1", "shop");
  }

  ApplicationLife run(long millis) {
    for (long until = now + millis; now < until; ) {
      now += SLOT;
      functions.forEach(Function::slot);
      effects.activities.clear();
      if (!pieces.functions.isEmpty()) {
        application.onSlot(now, pieces, state, applicationEffects);
        pieces = slot();
        wakeAt = applicationEffects.wakeAt;
      }
      if (now > wakeAt) {
        application.onWake(now, state, applicationEffects);
        wakeAt = applicationEffects.wakeAt;
      }
    }
    return this;
  }

  private int poisson(double mean) {
    int count = 0;
    for (double rest = mean + Math.log(1 - random.nextDouble()); rest > 0; count++) {
      rest += Math.log(1 - random.nextDouble());
    }
    return count;
  }
}
