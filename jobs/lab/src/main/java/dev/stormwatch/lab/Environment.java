package dev.stormwatch.lab;

import java.util.ArrayList;
import java.util.List;

/** An execution environment: one version of one function, one call at a time, one log stream. */
final class Environment {

  final LambdaFunction function;
  final String version;
  final String logStream;
  final long created;
  final List<Invocation> invocations = new ArrayList<>();

  private final long idleLimit;
  private final long retires;
  private long freeAt;
  private double memoryMb;

  Environment(LambdaFunction function, String version, long created, Dice dice) {
    this.function = function;
    this.version = version;
    this.created = created;
    this.freeAt = created;
    // Named for the day of its creation; it keeps the name after midnight.
    this.logStream = Json.day(created) + "/[" + version + "]" + dice.hex32();
    // AWS promises no time. Idle environments of small functions are seen to go after some minutes.
    this.idleLimit = (long) dice.between(330_000, 390_000);
    // Lambda replaces even a busy environment after some hours. An hour of recording would show
    // none of that, so these live minutes: the background of cold starts then has its usual cause.
    this.retires = created + (long) dice.between(600_000, 1_500_000);
    this.memoryMb = function.memoryMb * dice.between(0.28, 0.34);
  }

  /** Since when it has nothing to do, or will have. */
  long freeAt() {
    return freeAt;
  }

  boolean gone(long now) {
    return freeAt <= now && (now - freeAt > idleLimit || now > retires);
  }

  void serve(long arrival, long init, Dice dice) {
    long duration = function.duration.drawHundredths(dice);
    // A process rarely gives memory back, so the most used creeps up with the calls.
    memoryMb = Math.min(memoryMb + dice.between(0, 0.2), function.memoryMb * 0.6);
    Invocation invocation =
        new Invocation(
            dice.requestId(),
            arrival,
            arrival + Invocation.ceilMillis(init),
            duration,
            init,
            (int) memoryMb);
    invocations.add(invocation);
    freeAt = invocation.end();
  }
}
