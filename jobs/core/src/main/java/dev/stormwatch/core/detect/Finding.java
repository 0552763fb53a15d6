package dev.stormwatch.core.detect;

import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.Mergeable;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a detector says about one subject in one slot: the condition holds, or the data shows that
 * it has ended. Whether a human hears it is the incident's business.
 */
public final class Finding implements Mergeable<Finding> {

  /** Longest headline, in characters. */
  public static final int MAX_HEADLINE = 140;

  /** The most urgent first; the rest only makes the choice the same in any order. */
  private static final Comparator<Finding> MOST_URGENT =
      Comparator.comparing((Finding f) -> f.recovered)
          .thenComparing(f -> f.severity, Comparator.reverseOrder())
          .thenComparingLong(f -> f.onset)
          .thenComparing(f -> f.headline);

  public final Kind kind;
  public final Subject subject;
  public final Severity severity;

  /** True when the data shows that the condition has ended. */
  public final boolean recovered;

  /** Estimated start of the mechanism, epoch milliseconds of event time. */
  public final long onset;

  public final String headline;
  public final Measure measure;
  public final Impact impact;
  public final List<Evidence> evidence;
  public final List<Recommendation> recommendations;

  /** What comes next if nothing is done; null where nothing is predicted. */
  public final @Nullable Prediction prediction;

  /** Which mechanism is at work, in the words of labels; empty where the kind says all. */
  public final String cause;

  public Finding(
      Kind kind,
      Subject subject,
      Severity severity,
      boolean recovered,
      long onset,
      String headline,
      Measure measure,
      Impact impact,
      List<Evidence> evidence,
      List<Recommendation> recommendations) {
    this.kind = kind;
    this.subject = subject;
    this.severity = severity;
    this.recovered = recovered;
    this.onset = onset;
    this.headline = cut(headline);
    this.measure = measure;
    this.impact = impact;
    this.evidence = List.copyOf(evidence);
    this.recommendations = List.copyOf(recommendations);
    this.prediction = null;
    this.cause = "";
  }

  private Finding(Finding other, @Nullable Prediction prediction, String cause) {
    this.kind = other.kind;
    this.subject = other.subject;
    this.severity = other.severity;
    this.recovered = other.recovered;
    this.onset = other.onset;
    this.headline = other.headline;
    this.measure = other.measure;
    this.impact = other.impact;
    this.evidence = other.evidence;
    this.recommendations = other.recommendations;
    this.prediction = prediction;
    this.cause = cause;
  }

  /** The same, by a mechanism. */
  public Finding because(String mechanism) {
    return new Finding(this, prediction, mechanism);
  }

  /** The same, with what comes next if nothing is done. */
  public Finding predicting(@Nullable Prediction next) {
    return new Finding(this, next, cause);
  }

  /** Shortens a headline to its longest length. */
  public static String cut(String text) {
    if (text.length() <= MAX_HEADLINE) {
      return text;
    }
    int end = MAX_HEADLINE - 1;
    // Half of a sign that takes two characters is none.
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /** All findings about one incident share this. */
  public String incidentKey() {
    return kind.wireName() + '|' + subject.key();
  }

  @Override
  public Finding merge(Finding other) {
    return MOST_URGENT.compare(this, other) <= 0 ? this : other;
  }

  /**
   * The byte form of a finding. Version 2 added predictions and the functions of a subject, 3 the
   * cause.
   */
  public static final class ByteCodec implements Codec<Finding> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 3;
    }

    @Override
    public void write(Finding finding, DataOutput out) throws IOException {
      Wire.writeString(out, finding.kind.name());
      Wire.writeString(out, finding.severity.name());
      out.writeBoolean(finding.recovered);
      Wire.writeLong(out, finding.onset);
      Wire.writeString(out, finding.headline);
      finding.subject.write(out);
      finding.measure.write(out);
      finding.impact.write(out);
      Wire.writeInt(out, finding.evidence.size());
      for (Evidence row : finding.evidence) {
        row.write(out);
      }
      Wire.writeInt(out, finding.recommendations.size());
      for (Recommendation row : finding.recommendations) {
        row.write(out);
      }
      Prediction.write(finding.prediction, out);
      Wire.writeString(out, finding.cause);
    }

    @Override
    public Finding read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "a finding");
      Kind kind = Wire.readEnum(Kind.class, in);
      Severity severity = Wire.readEnum(Severity.class, in);
      boolean recovered = in.readBoolean();
      long onset = Wire.readLong(in);
      String headline = Wire.readString(in);
      Subject subject = Subject.read(in, version >= 2);
      Measure measure = Measure.read(in);
      Impact impact = Impact.read(in);
      List<Evidence> evidence = new ArrayList<>();
      for (int rows = Wire.readLength(in); rows > 0; rows--) {
        evidence.add(Evidence.read(in));
      }
      List<Recommendation> recommendations = new ArrayList<>();
      for (int rows = Wire.readLength(in); rows > 0; rows--) {
        recommendations.add(Recommendation.read(in));
      }
      Prediction prediction = version >= 2 ? Prediction.read(in) : null;
      Finding finding =
          new Finding(
                  kind,
                  subject,
                  severity,
                  recovered,
                  onset,
                  headline,
                  measure,
                  impact,
                  evidence,
                  recommendations)
              .predicting(prediction);
      return version >= 3 ? finding.because(Wire.readString(in)) : finding;
    }
  }
}
