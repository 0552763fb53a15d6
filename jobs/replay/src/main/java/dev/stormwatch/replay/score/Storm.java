package dev.stormwatch.replay.score;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One exhaustion of connections as it really was. Times are epoch milliseconds.
 *
 * @param id of its label
 * @param firstRefusal empty when nothing was refused
 * @param heals did its retry loop end by itself? Empty where there was none, or nobody knows
 * @param gains of the loop, in order of time; empty where there was none
 */
public record Storm(
    String id,
    Entity entity,
    long onset,
    long end,
    OptionalLong firstRefusal,
    Optional<Boolean> heals,
    List<Gain> gains) {

  /** What an alert tells was written some ten seconds before it was decided. */
  private static final long AGE_MILLIS = 10_000;

  /** A row each ten seconds: one within half of that. */
  private static final long NEAR_MILLIS = 5_000;

  /** The loop's gain at a time. */
  public record Gain(long at, double value) {}

  /**
   * What an alert says of a storm.
   *
   * @param fullAt when the limit is reached; empty when it tells no time
   * @param gain of the loop; empty when it tells none
   * @param stays does it say that the loop will not end by itself?
   */
  public record Word(
      Entity entity, long decidedAt, OptionalLong fullAt, OptionalDouble gain, boolean stays) {}

  boolean meantBy(Word word) {
    return word.decidedAt() >= onset
        && word.decidedAt() <= end + Label.GRACE_MILLIS
        && entity.overlaps(word.entity());
  }

  /** The gain that was true of what an alert could know. */
  OptionalDouble gainFor(long decidedAt) {
    return gains.stream()
        .filter(gain -> Math.abs(decidedAt - AGE_MILLIS - gain.at()) < NEAR_MILLIS)
        .mapToDouble(Gain::value)
        .findFirst();
  }
}
