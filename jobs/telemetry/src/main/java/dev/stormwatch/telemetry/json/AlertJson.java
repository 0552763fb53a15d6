package dev.stormwatch.telemetry.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.incident.Headline;
import dev.stormwatch.core.incident.Peak;
import java.io.IOException;
import java.io.Serializable;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes an alert in the public format, one JSON object, always the same bytes for the same alert.
 */
public final class AlertJson implements Serializable {

  private static final long serialVersionUID = 1L;

  /** More digits would be noise. */
  private static final MathContext DIGITS = new MathContext(6);

  private static final JsonFactory JSON = new JsonFactory();

  private final String settingsHash;
  private final String version;

  /**
   * @param settingsHash of the settings in effect
   * @param version of Stormwatch
   */
  public AlertJson(String settingsHash, String version) {
    this.settingsHash = settingsHash;
    this.version = version;
  }

  public String write(Alert alert) {
    StringWriter text = new StringWriter(2048);
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("schema", "stormwatch.alert/1");
      out.writeStringField("incidentId", alert.incidentId);
      out.writeNumberField("sequence", alert.sequence);
      out.writeStringField("action", alert.action.wireName());
      out.writeStringField("kind", alert.finding.kind.wireName());
      out.writeStringField("severity", alert.severity.wireName());
      subject(alert.finding.subject, out);
      out.writeStringField("headline", alert.headline);
      out.writeStringField("onset", Times.text(alert.onset));
      out.writeStringField("decidedAt", Times.text(alert.decidedAt));
      finding(alert.finding, out);
      if (!alert.finding.cause.isEmpty()) {
        out.writeStringField("cause", alert.finding.cause);
      }
      peak(alert.peak, out);
      inhibition(alert, out);
      out.writeStringField("settingsHash", settingsHash);
      out.writeStringField("version", version);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void peak(@Nullable Peak peak, JsonGenerator out) throws IOException {
    if (peak != null) {
      out.writeObjectFieldStart("peak");
      out.writeStringField("name", peak.name);
      out.writeNumberField("value", round(peak.value));
      out.writeStringField("unit", peak.unit);
      out.writeStringField("at", Times.text(peak.at));
      out.writeEndObject();
    }
  }

  private static void inhibition(Alert alert, JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("inhibits");
    for (Headline muted : alert.inhibits) {
      out.writeStartObject();
      headline(muted, out);
      out.writeEndObject();
    }
    out.writeEndArray();
    if (alert.moreInhibited > 0) {
      out.writeNumberField("moreInhibited", alert.moreInhibited);
    }
    if (alert.inhibitedBy != null) {
      out.writeObjectFieldStart("inhibitedBy");
      headline(alert.inhibitedBy, out);
      out.writeEndObject();
    }
  }

  private static void headline(Headline other, JsonGenerator out) throws IOException {
    out.writeStringField("incidentId", other.incidentId);
    out.writeStringField("headline", other.text);
  }

  private static void subject(Subject subject, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("subject");
    out.writeStringField("type", subject.type());
    out.writeStringField("account", subject.account());
    out.writeStringField("region", subject.region());
    for (Map.Entry<String, String> name : subject.names().entrySet()) {
      out.writeStringField(name.getKey(), name.getValue());
    }
    if (!subject.functions().isEmpty()) {
      out.writeArrayFieldStart("functions");
      for (String function : subject.functions()) {
        out.writeString(function);
      }
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  private static void prediction(Prediction prediction, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("prediction");
    out.writeStringField("what", prediction.what);
    out.writeStringField("at", Times.text(prediction.at));
    out.writeStringField("earliest", Times.text(prediction.earliest));
    out.writeStringField("latest", Times.text(prediction.latest));
    out.writeEndObject();
  }

  private static void finding(Finding finding, JsonGenerator out) throws IOException {
    Measure measure = finding.measure;
    out.writeObjectFieldStart("measure");
    out.writeStringField("name", measure.name);
    out.writeNumberField("value", round(measure.value));
    out.writeStringField("unit", measure.unit);
    out.writeNumberField("threshold", round(measure.threshold));
    out.writeNumberField("windowSeconds", measure.windowSeconds);
    out.writeNumberField("samples", measure.samples);
    out.writeNumberField("baseline", round(measure.baseline));
    out.writeEndObject();

    if (finding.prediction != null) {
      prediction(finding.prediction, out);
    }

    Impact impact = finding.impact;
    out.writeObjectFieldStart("impact");
    out.writeBooleanField("seen", impact.seen);
    if (impact.seen) {
      out.writeStringField("firstAt", Times.text(impact.firstAt));
    }
    optional(out, "what", impact.what);
    out.writeEndObject();

    out.writeArrayFieldStart("evidence");
    for (Evidence row : finding.evidence) {
      out.writeStartObject();
      out.writeStringField("at", Times.text(row.at));
      optional(out, "logGroup", row.logGroup);
      optional(out, "logStream", row.logStream);
      if (!row.requestId.isEmpty()) {
        out.writeStringField("requestId", row.requestId);
      }
      out.writeStringField("text", row.text);
      out.writeEndObject();
    }
    out.writeEndArray();

    out.writeArrayFieldStart("recommendations");
    for (Recommendation row : finding.recommendations) {
      out.writeStartObject();
      out.writeStringField("action", row.action);
      optional(out, "value", row.value);
      out.writeStringField("reason", row.reason);
      optional(out, "command", row.commandIn(finding.subject.region()));
      optional(out, "sideEffect", row.sideEffect);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void optional(JsonGenerator out, String name, String value) throws IOException {
    if (!value.isEmpty()) {
      out.writeStringField(name, value);
    }
  }

  private static BigDecimal round(double value) {
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }
}
