package dev.stormwatch.core.incident;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;

/**
 * What the last message about an incident told a human, as far as they would act on it; so it can
 * be told what is new.
 */
final class Said {

  private static final long NEVER = Long.MIN_VALUE;

  /** A share of the time that is left: two minutes are much of ten and nothing of three days. */
  private static final double FORECAST_VARIES = 0.2;

  static final String FIRST_IMPACT = "first impact";

  private final boolean impactSeen;
  private final String culprit;
  private final int functions;
  private final long forecast;

  private Said(boolean impactSeen, String culprit, int functions, long forecast) {
    this.impactSeen = impactSeen;
    this.culprit = culprit;
    this.functions = functions;
    this.forecast = forecast;
  }

  static Said nothing() {
    return new Said(false, "", 0, NEVER);
  }

  /** After a message about a finding. What was said once stays said: nothing is news twice. */
  Said and(Finding finding) {
    Prediction prediction = finding.prediction;
    String now = culprit(finding);
    return new Said(
        impactSeen || finding.impact.seen,
        now.isEmpty() ? culprit : now,
        Math.max(functions, finding.subject.functions().size()),
        prediction == null ? forecast : prediction.at);
  }

  /** Does a finding tell for the first time that somebody felt it? */
  boolean firstImpact(Finding finding) {
    return finding.impact.seen && !impactSeen;
  }

  /**
   * What a finding adds that somebody would act on, in a few words; empty when it adds nothing. A
   * number that moved is none of it: it always moves.
   *
   * @param now on the arrival clock, epoch milliseconds
   */
  String news(Finding finding, long now, long forecastShiftMillis) {
    if (firstImpact(finding)) {
      // A cascade's headline says what it is, and not what others feel of it.
      boolean said = finding.kind != Kind.FAN_OUT_CASCADE;
      return said ? FIRST_IMPACT : FIRST_IMPACT + ", " + finding.impact.what;
    }
    String blamed = culprit(finding);
    if (!blamed.isEmpty() && !blamed.equals(culprit)) {
      if (blamed.equals(Measure.SUSTAINED_LOOP_GAIN)) {
        return "will not heal by itself";
      }
      if (blamed.equals(Measure.IDLE_REFUSALS)) {
        return "its cause is over";
      }
      return culprit.isEmpty() ? "record found" : "another record";
    }
    int more = finding.subject.functions().size() - functions;
    if (more > 0) {
      return (more == 1 ? "one more " : more + " more ") + role(finding.kind, more > 1);
    }
    Prediction prediction = finding.prediction;
    if (prediction != null && forecast == NEVER) {
      return "forecast";
    }
    if (prediction != null && moved(prediction, now) >= forecastShiftMillis) {
      return prediction.at < forecast ? "sooner than forecast" : "later than forecast";
    }
    return "";
  }

  /** What functions beside its subject are to an incident: those of a limit are who meets it. */
  private static String role(Kind kind, boolean many) {
    return kind == Kind.CONCURRENCY_SATURATION
        ? many ? "callers refused" : "caller refused"
        : many ? "functions" : "function";
  }

  /**
   * How far the forecast moved, as far as that is more than it varies by: what was told is news no
   * more while the new one allows for it.
   */
  private long moved(Prediction prediction, long now) {
    if (prediction.earliest <= forecast && forecast <= prediction.latest) {
      return 0;
    }
    long moved = Math.abs(prediction.at - forecast);
    return moved >= FORECAST_VARIES * (forecast - now) ? moved : 0;
  }

  /** The record that is to blame, or what has outlived its cause. */
  private static String culprit(Finding finding) {
    String measure = finding.measure.name;
    if (measure.equals(Measure.SUSTAINED_LOOP_GAIN) || measure.equals(Measure.IDLE_REFUSALS)) {
      return measure;
    }
    Map<String, String> names = finding.subject.names();
    boolean lost = finding.measure.name.equals(Measure.BATCHES_LEFT_BEHIND);
    String record = lost ? names.getOrDefault("firstSequenceNumber", "") : "";
    return names.getOrDefault("sequenceNumber", record);
  }

  void write(DataOutput out) throws IOException {
    out.writeBoolean(impactSeen);
    Wire.writeString(out, culprit);
    Wire.writeInt(out, functions);
    Wire.writeLong(out, forecast);
  }

  static Said read(DataInput in) throws IOException {
    return new Said(in.readBoolean(), Wire.readString(in), Wire.readInt(in), Wire.readLong(in));
  }
}
