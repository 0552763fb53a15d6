package dev.stormwatch.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * Lambda's placement of calls. A call goes to an idle environment of the current version, to the
 * one that was used last (so that the others can go to sleep); where none is idle, a new one is
 * created and the call waits for its init: a cold start. Nothing queues behind a busy environment.
 */
final class Dispatcher {

  private final LambdaFunction function;
  private final Dice dice;
  private final List<Environment> alive = new ArrayList<>();
  private final List<Environment> all = new ArrayList<>();

  private Dispatcher(LambdaFunction function, Dice dice) {
    this.function = function;
    this.dice = dice;
  }

  /** Runs all calls of one function; returns its environments in the order of their creation. */
  static List<Environment> run(LambdaFunction function, long start, long length, Dice dice) {
    Dispatcher dispatcher = new Dispatcher(function, dice.forPurpose(function.name + " calls"));
    for (int i = 0; i < function.warm; i++) {
      dispatcher.create(function.versionAt(0), start);
    }
    Dice traffic = dice.forPurpose(function.name + " arrivals");
    for (long sinceStart : function.traffic.arrivals(length, traffic)) {
      dispatcher.call(start + sinceStart, function.versionAt(sinceStart));
    }
    return dispatcher.all;
  }

  private void call(long now, String version) {
    alive.removeIf(environment -> environment.gone(now));
    Environment idle = null;
    for (Environment candidate : alive) {
      if (candidate.freeAt() <= now
          && candidate.version.equals(version)
          && (idle == null || candidate.freeAt() > idle.freeAt())) {
        idle = candidate;
      }
    }
    if (idle == null) {
      create(version, now).serve(now, function.init.drawHundredths(dice), dice);
    } else {
      idle.serve(now, 0, dice);
    }
  }

  private Environment create(String version, long now) {
    Environment environment = new Environment(function, version, now, dice);
    alive.add(environment);
    all.add(environment);
    return environment;
  }
}
