package dev.stormwatch.lab.estate;

import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.estate.Call.Answer;
import dev.stormwatch.lab.log.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function at work: where its calls are placed. A call goes to an idle environment of the current
 * version, to the one that was used last, so that the others can go to sleep; where none is idle, a
 * new one is made and the call waits for its init. Nothing queues behind a busy environment. Beyond
 * its concurrency, or faster than 1,000 new environments in 10 seconds, calls are throttled, and a
 * throttled call leaves no line anywhere (Lambda Developer Guide, "Lambda scaling behavior").
 */
final class LambdaFunction {

  /** Environments that a function may gain at once, and each second. */
  private static final double SCALE_BURST = 1_000;

  private static final double SCALE_PER_SECOND = 100;

  final FunctionSpec spec;
  final Estate estate;
  final Dice dice;

  /** What is wrong with its code at the moment. */
  final Conditions conditions = new Conditions();

  private final List<Environment> alive = new ArrayList<>();
  private final List<Environment> all = new ArrayList<>();
  private int running;
  private double scaleTokens = SCALE_BURST;
  private long scaleAt;

  /** What a trouble changes about a function. */
  static final class Conditions {
    String version = "";
    double initFactor = 1;
    double workFactor = 1;
    double failingShare;
    @Nullable Failure failure;
    double crashingShare;
    double leakShare;
    long clockOffset;

    /** Does it handle what used to make it throw? */
    boolean tolerant;
  }

  LambdaFunction(FunctionSpec spec, Estate estate, Dice dice) {
    this.spec = spec;
    this.estate = estate;
    this.dice = dice;
    conditions.version = spec.version;
    scaleAt = estate.simulation.now();
    for (int i = 0; i < spec.provisioned; i++) {
      alive.add(create(true));
    }
  }

  List<Environment> environments() {
    return all;
  }

  /** Runs a call now, or refuses it. */
  void invoke(Call call) {
    long now = estate.simulation.now();
    alive.removeIf(environment -> environment.retired(now));
    Environment environment = idle();
    boolean mayRun = spec.reserved >= 0 ? running < spec.reserved : !estate.concurrency.full();
    if (mayRun && environment == null && mayScale(now)) {
      environment = create(false);
      alive.add(environment);
    }
    if (!mayRun || environment == null) {
      estate.truth.throttled(spec.name, now);
      call.answer().accept(Answer.THROTTLED);
      return;
    }
    running++;
    if (spec.reserved < 0) {
      estate.concurrency.begin();
    }
    environment.serve(call);
  }

  private @Nullable Environment idle() {
    Environment idle = null;
    for (Environment candidate : alive) {
      if (!candidate.busy()
          && candidate.version.equals(conditions.version)
          && (idle == null || candidate.preferredTo(idle))) {
        idle = candidate;
      }
    }
    return idle;
  }

  private boolean mayScale(long now) {
    scaleTokens = Math.min(SCALE_BURST, scaleTokens + (now - scaleAt) / 1000.0 * SCALE_PER_SECOND);
    scaleAt = now;
    if (scaleTokens < 1) {
      return false;
    }
    scaleTokens--;
    return true;
  }

  private Environment create(boolean provisioned) {
    Environment environment = new Environment(this, conditions.version, provisioned);
    all.add(environment);
    return environment;
  }

  /** An environment has ended its call. */
  void ended() {
    running--;
    if (spec.reserved < 0) {
      estate.concurrency.end();
    }
  }

  /** A version takes all calls from now on; old environments get none and fall asleep. */
  void deploy(String version) {
    conditions.version = version;
  }
}
