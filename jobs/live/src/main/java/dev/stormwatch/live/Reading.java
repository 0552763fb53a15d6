package dev.stormwatch.live;

import java.io.Serializable;
import java.util.Properties;
import java.util.Set;

/**
 * How Kinesis is read: by whom, how often, and how long what is silent is waited for. It decides
 * how soon something is known and, but for a shard that is given up, not what is decided; so it is
 * no setting, and a replay needs none of it.
 */
final class Reading implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final String FAN_OUT = "fan.out.consumer";
  private static final String POLL = "poll.millis";
  private static final String DISCOVERY = "shard.discovery.seconds";
  private static final String SILENCE = "shard.silence.seconds";
  private static final String IDLE = "reader.idle.seconds";

  static final Set<String> KEYS = Set.of(FAN_OUT, POLL, DISCOVERY, SILENCE, IDLE);

  /**
   * Within this time a fan-out consumer hears of every shard, be it that there is nothing: Kinesis
   * says so every five seconds, and may fall behind twice.
   */
  private static final long PUSH_MILLIS = 15_000;

  /** Readers look for shards each at its own time, and to be answered takes a moment. */
  private static final long ANSWER_TO_A_LOOK_MILLIS = 1_000;

  /** Name of an enhanced fan-out consumer; empty to poll. */
  final String fanOutConsumer;

  /** From one poll of a shard to the next. */
  final long pollMillis;

  /** From one look for new shards to the next. */
  final long discoveryMillis;

  /** A shard that does not answer for so long is decided without. */
  final long silenceMillis;

  /** A reader without records for so long leaves the clock to the others. */
  final long idleMillis;

  /**
   * @throws IllegalArgumentException naming the property that is wrong, and its range
   */
  Reading(Properties group) {
    fanOutConsumer = group.getProperty(FAN_OUT, "");
    pollMillis = whole(group, POLL, 1_000, 200, 10_000);
    discoveryMillis = whole(group, DISCOVERY, 5, 1, 60) * 1_000;
    // More than an answer may take, at the slowest poll as well.
    silenceMillis = whole(group, SILENCE, 30, 30, 600) * 1_000;
    idleMillis = whole(group, IDLE, 4, 1, 25) * 1_000;
  }

  private static long whole(Properties group, String key, long otherwise, long least, long most) {
    String value = group.getProperty(key, Long.toString(otherwise)).trim();
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // It is told below what a number would be.
    }
    throw new IllegalArgumentException(
        key + " is \"" + value + "\", not a whole number from " + least + " to " + most);
  }

  boolean pushed() {
    return !fanOutConsumer.isEmpty();
  }

  /** Age from which an answer of a shard says nothing of the present any more. */
  long answerMillis() {
    return pushed() ? PUSH_MILLIS : 2 * pollMillis;
  }

  /** Until the children of a shard that has ended are found; one may just have looked. */
  long childrenMillis() {
    return 2 * discoveryMillis + ANSWER_TO_A_LOOK_MILLIS;
  }
}
