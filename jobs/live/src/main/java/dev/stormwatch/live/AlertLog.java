package dev.stormwatch.live;

import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.stream.CountedBy;
import dev.stormwatch.stream.Metric;
import dev.stormwatch.telemetry.json.AlertJson;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One log line an alert: what an operator greps for when a page did not come. And a count. */
final class AlertLog extends RichMapFunction<Alert, String> {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(AlertLog.class);

  private final AlertJson json;
  private transient CountedBy counted;
  private transient long lag;

  AlertLog(AlertJson json) {
    this.json = json;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    counted = new CountedBy(metrics, Metric.ALERTS, "kind", "severity", "action");
    Metric.group(metrics).gauge(Metric.DECISION_LAG.metric(), () -> lag);
  }

  @Override
  public String map(Alert alert) {
    String line = json.write(alert);
    LOG.info("alert {}", line);
    counted.inc(alert.finding.kind.wireName(), alert.severity.wireName(), alert.action.wireName());
    lag = System.currentTimeMillis() - alert.decidedAt;
    return line;
  }
}
