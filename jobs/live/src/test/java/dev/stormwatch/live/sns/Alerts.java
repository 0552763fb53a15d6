package dev.stormwatch.live.sns;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.settings.DeliverySettings;
import dev.stormwatch.telemetry.json.AlertJson;
import dev.stormwatch.telemetry.json.SettingsException;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.List;

/** Alerts to send, and where. */
public final class Alerts {

  public static final AlertJson JSON = new AlertJson("0123456789abcdef", "test");

  private static final long T = 1_772_446_335_000L;

  private Alerts() {}

  /** A message of an incident: the first opens, the last resolves. */
  public static Alert of(String incident, int sequence, int last, Severity severity) {
    Action action = sequence == 1 ? Action.OPEN : sequence == last ? Action.RESOLVE : Action.UPDATE;
    Finding finding =
        new Finding(
            Kind.COLD_START_SPIKE,
            Subject.function(new FunctionId("123456789012", "eu-west-1", "checkout")),
            severity,
            action == Action.RESOLVE,
            T,
            "checkout: 40 % of calls are cold, usual 1 %",
            new Measure("cold-start-share", 0.4, "ratio", 0.05, 300, 600, 0.01),
            new Impact(true, T, "240 calls waited"),
            List.of(),
            List.of(new Recommendation("provision", "3", "2 + 1", "aws lambda put", "billed")));
    return Alert.about(finding, incident, sequence, action, T + sequence * 5_000L)
        .severity(severity)
        .onset(T)
        .build();
  }

  public static DeliverySettings delivery(String topics, String endpoint) {
    try {
      return SettingsReader.delivery(
          "{\"topics\":[" + topics + "],\"endpoint\":\"" + endpoint + "\",\"maxRetrySeconds\":1}");
    } catch (SettingsException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static String topic(String arn, String more) {
    return "{\"arn\":\"" + arn + "\"" + more + "}";
  }
}
