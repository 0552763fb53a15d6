package dev.stormwatch.replay.score;

import dev.stormwatch.core.detect.Kind;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a system made of one labelled incident.
 *
 * @param detectedBy the first message urgent enough; null when there was none
 * @param pages how often somebody was paged about it
 * @param called the kinds under which messages about it came, right or wrong
 */
public record IncidentScore(
    Label label, @Nullable Message detectedBy, int pages, Set<Kind> called) {

  public boolean detected() {
    return detectedBy != null;
  }

  /** From the onset to the message, milliseconds; empty when it was missed. */
  public OptionalLong timeToDetect() {
    return detectedBy == null
        ? OptionalLong.empty()
        : OptionalLong.of(detectedBy.decidedAt() - label.onset());
  }

  /**
   * From the message to the first impact, milliseconds, negative when the impact came first; empty
   * when the incident was missed or had no impact.
   */
  public OptionalLong leadTime() {
    return detectedBy == null || label.firstImpact().isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(label.firstImpact().getAsLong() - detectedBy.decidedAt());
  }

  /** Is it noted why it came about, and was it detected, so that the cause could be named? */
  public boolean causeAsked() {
    return detectedBy != null && !label.cause().isEmpty();
  }

  /** Did the message that detected it name that cause? */
  public boolean causeNamedRight() {
    return detectedBy != null && causeAsked() && label.cause().equals(detectedBy.cause());
  }

  /** Did the message that detected it name exactly what went wrong? */
  public boolean namedRight() {
    return detectedBy != null && label.entity().namedBy(detectedBy.entity());
  }
}
