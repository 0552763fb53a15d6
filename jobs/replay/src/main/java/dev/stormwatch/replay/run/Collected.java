package dev.stormwatch.replay.run;

import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.model.Activity;
import dev.stormwatch.telemetry.json.AlertJson;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Ends of the job that hand what arrives to the process that started it. */
final class Collected {

  static final String ALERTS = "alerts";
  static final String DEAD_LETTERS = "deadLetters";
  static final String ACTIVITY = "activity";

  private Collected() {}

  /** Keeps alerts as JSON lines. */
  static final class Alerts extends RichMapFunction<Alert, String> {
    private static final long serialVersionUID = 1L;
    private final AlertJson json;
    private final ListAccumulator<String> lines = new ListAccumulator<>();

    Alerts(AlertJson json) {
      this.json = json;
    }

    @Override
    public void open(OpenContext context) {
      getRuntimeContext().addAccumulator(ALERTS, lines);
    }

    @Override
    public String map(Alert alert) {
      String line = json.write(alert);
      lines.add(line);
      return line;
    }
  }

  /** Keeps JSON lines. */
  static final class DeadLetters extends RichMapFunction<String, String> {
    private static final long serialVersionUID = 1L;
    private final ListAccumulator<String> lines = new ListAccumulator<>();

    @Override
    public void open(OpenContext context) {
      getRuntimeContext().addAccumulator(DEAD_LETTERS, lines);
    }

    @Override
    public String map(String line) {
      lines.add(line);
      return line;
    }
  }

  /** Adds up activity. */
  static final class Totals extends RichMapFunction<Activity, String> {
    private static final long serialVersionUID = 1L;
    private final TotalsAccumulator totals = new TotalsAccumulator();

    @Override
    public void open(OpenContext context) {
      getRuntimeContext().addAccumulator(ACTIVITY, totals);
    }

    @Override
    public String map(Activity activity) {
      totals.add(activity);
      return "";
    }
  }
}
