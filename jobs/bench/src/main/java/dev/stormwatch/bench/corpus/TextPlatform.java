package dev.stormwatch.bench.corpus;

import dev.stormwatch.bench.corpus.Call.Outcome;
import dev.stormwatch.bench.corpus.Fleet.Member;
import java.util.ArrayList;
import java.util.List;

/**
 * START, END, REPORT and their kin. Two dialects are live at once: the older one has a line of its
 * own for a timeout or an exit, the newer one a status inside REPORT.
 */
final class TextPlatform implements PlatformLines {

  private final Member function;

  TextPlatform(Member function) {
    this.function = function;
  }

  @Override
  public List<Line> created(long at) {
    String begin = function.snapStart() ? "RESTORE_START" : "INIT_START";
    return List.of(
        new Line(
            at,
            begin
                + " Runtime Version: "
                + function.runtime().version
                + "\tRuntime Version ARN: arn:aws:lambda:"
                + Corpus.REGION
                + "::runtime:"
                + "5b0c9cfe5e1c7a1fd9d6c9d6a7d5c52b5c7f2f7c0f3d9b8e6a4c2e0d1f3b5a79\n"));
  }

  @Override
  public List<Line> started(Call call) {
    return List.of(
        new Line(call.start(), "START RequestId: " + call.requestId() + " Version: $LATEST\n"));
  }

  @Override
  public List<Line> ended(Call call, Dice dice) {
    List<Line> lines = new ArrayList<>();
    boolean lineOfItsOwn = !function.reportsStatus();
    if (lineOfItsOwn && call.outcome() == Outcome.TIMED_OUT) {
      lines.add(
          new Line(
              call.end(),
              Times.millis(call.end())
                  + " "
                  + call.requestId()
                  + " Task timed out after "
                  + Times.decimal(call.duration() / 1000)
                  + " seconds\n\n"));
    }
    if (lineOfItsOwn && call.outcome() == Outcome.RUNTIME_EXITED) {
      lines.add(
          new Line(
              call.end(),
              "RequestId: "
                  + call.requestId()
                  + " Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n"));
    }
    lines.add(new Line(call.end(), "END RequestId: " + call.requestId() + "\n"));
    lines.add(new Line(call.end(), report(call, dice)));
    return lines;
  }

  private String report(Call call, Dice dice) {
    boolean capped = !function.reportsStatus() && call.outcome() == Outcome.TIMED_OUT;
    // The older dialect bills a call that timed out by its timeout, whole seconds, alone.
    long billed =
        capped ? call.duration() / 100_000 * 1000 : call.billedMillis(function.snapStart());
    StringBuilder report = new StringBuilder("REPORT RequestId: ");
    report.append(call.requestId());
    report.append("\tDuration: ").append(Times.decimal(call.duration()));
    report.append(" ms\tBilled Duration: ").append(billed);
    report.append(" ms\tMemory Size: ").append(function.memoryMegabytes());
    report.append(" MB\tMax Memory Used: ").append(dice.between(40, function.memoryMegabytes()));
    report.append(" MB\t");
    if (call.cold() && function.snapStart()) {
      report.append("Restore Duration: ").append(Times.decimal(call.init()));
      report.append(" ms\tBilled Restore Duration: ").append(call.init() / 500).append(" ms\t");
    } else if (call.cold()) {
      report.append("Init Duration: ").append(Times.decimal(call.init())).append(" ms\t");
    }
    if (function.reportsStatus() && call.outcome() == Outcome.TIMED_OUT) {
      report.append("Status: timeout\t");
    } else if (function.reportsStatus() && call.outcome() == Outcome.RUNTIME_EXITED) {
      report.append("Status: error\tError Type: Runtime.ExitError\t");
    }
    report.append('\n');
    if (function.traced()) {
      report.append("XRAY TraceId: 1-69a5531c-").append(dice.hex16()).append("9d1b00aa");
      report.append("\tSegmentId: ").append(dice.hex16()).append("\tSampled: true\t\n");
    }
    return report.toString();
  }
}
