package dev.stormwatch.lab.estate;

import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.format.Json;
import dev.stormwatch.lab.log.Ending;
import dev.stormwatch.lab.log.InsightsLine;
import dev.stormwatch.lab.log.Line;
import dev.stormwatch.lab.log.PlatformLines;
import dev.stormwatch.lab.log.Report;
import java.util.ArrayList;
import java.util.List;

/** An execution environment: one version of one function, one call at a time, one log stream. */
final class Environment {

  final LambdaFunction function;
  final String version;
  final String logStream;
  final PlatformLines lines;

  private final boolean provisioned;
  private final long idleLimit;
  private final long retires;
  private boolean fresh = true;
  private boolean reinitialise;
  private boolean busy;
  private long freeSince;
  private double memoryMb;
  private int connections;
  private final List<Line> measured = new ArrayList<>();

  Environment(LambdaFunction function, String version, boolean provisioned) {
    this.function = function;
    this.version = version;
    this.provisioned = provisioned;
    Dice dice = function.dice;
    FunctionSpec spec = function.spec;
    long now = function.estate.simulation.now();
    // Named for the day of its creation; it keeps the name after midnight.
    logStream = Json.day(now) + "/[" + version + "]" + dice.hex32();
    lines = new PlatformLines(spec.style);
    // AWS promises no times. Idle environments are seen to go after some minutes, others after an
    // hour or more however busy they are.
    idleLimit = (long) (spec.idleMinutes * 60_000 * dice.between(0.9, 1.1));
    retires = now + (long) (spec.lifetimeMinutes * 60_000 * dice.between(0.5, 1.5));
    freeSince = now;
    memoryMb = spec.memoryMb * dice.between(0.28, 0.34);
    if (provisioned) {
      fresh = false;
      long init = spec.drawInit(dice);
      lines.initStart(now, version, "provisioned-concurrency");
      lines.initReport(
          now + Report.ceilMillis(init), init, "provisioned-concurrency", Ending.SUCCESS, "init");
    }
  }

  boolean busy() {
    return busy;
  }

  /** Provisioned environments serve first; among others the one that was used last. */
  boolean preferredTo(Environment other) {
    return provisioned != other.provisioned ? provisioned : freeSince > other.freeSince;
  }

  /** Is it to be taken down? Its connections go with it. */
  boolean retired(long now) {
    boolean gone = !busy && !provisioned && (now - freeSince > idleLimit || now > retires);
    if (gone) {
      disconnect();
    }
    return gone;
  }

  void serve(Call call) {
    busy = true;
    long now = function.estate.simulation.now();
    Dice dice = function.dice;
    FunctionSpec spec = function.spec;
    long init = 0;
    long restore = 0;
    long hidden = 0;
    if (fresh && spec.restore != null) {
      restore = Math.round(spec.restore.drawHundredths(dice) * function.conditions.initFactor);
      lines.restoreStart(now);
      lines.restoreReport(now + Report.ceilMillis(restore), restore);
    } else if (fresh || reinitialise) {
      long drawn = Math.round(spec.drawInit(dice) * function.conditions.initFactor);
      if (fresh) {
        init = drawn;
        lines.initStart(now, version, "on-demand");
      } else {
        // After a crash or a timeout the init runs inside the next call and shows nowhere.
        hidden = drawn;
      }
    }
    fresh = false;
    reinitialise = false;
    new Execution(this, call, now, init, restore, hidden).schedule();
  }

  /** A process rarely gives memory back, so the most used creeps up with the calls. */
  int memoryUsed() {
    FunctionSpec spec = function.spec;
    memoryMb = Math.min(memoryMb + function.dice.between(0, 0.2), spec.memoryMb * 0.6);
    return (int) memoryMb;
  }

  int connections() {
    return connections;
  }

  void connected() {
    connections++;
  }

  private void disconnect() {
    if (connections > 0) {
      function.estate.database(function.spec.database()).disconnect(connections);
      connections = 0;
    }
  }

  void ended(Ending ending) {
    busy = false;
    freeSince = function.estate.simulation.now();
    if (ending.lethal()) {
      disconnect();
      reinitialise = true;
    }
    function.ended();
  }

  /** A call is over, and the extension tells what it used. */
  void measure(long now, long stamp, Report report) {
    FunctionSpec spec = function.spec;
    if (spec.insights) {
      String text = InsightsLine.of(spec.style, version, stamp, report, spec.cpuShare);
      measured.add(new Line(now, stamp, text));
    }
  }

  /** What was written of it into the group of Lambda Insights. */
  List<Line> measured() {
    return measured;
  }

  List<Line> logged() {
    return lines.lines();
  }
}
