package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.EventSourceReport;
import dev.stormwatch.core.fold.Observation;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The record of a stream, or message of a queue, that a line at level ERROR or a runtime's error
 * names: {@code could not process record 4966… of shardId-000000000001}, {@code
 * "sequence_number":"4966…"}, {@code messageId=…}. Whatever logger wrote it, a record has few
 * names: the number of Kinesis' records has 56 digits and begins with 49, other numbers and ids
 * stand behind their name.
 *
 * <p>A line that names several records, or where a batch begins or ends, names none.
 */
final class RecordName {

  /** Digits of the shortest number; a time in milliseconds has 13. */
  private static final int SHORTEST_NUMBER = 15;

  private static final Literal MESSAGE_WORD = Literal.of("essage");

  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<!\\w)(49\\d{54})(?!\\w)|(?i:sequence[ _-]?number)\\W{1,6}(\\d{"
              + SHORTEST_NUMBER
              + ",128})(?!\\w)");

  private static final Pattern END_OF_BATCH =
      Pattern.compile("(?i)(first|start|starting|last|end|ending)[ _-]?sequence");

  private static final Pattern SHARD = Pattern.compile("(?<!\\w)shardId-[0-9A-Za-z-]{8,64}");

  private static final Pattern MESSAGE =
      Pattern.compile(
          "[Mm]essage[ _-]?[iI][dD]\\W{1,6}([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?!\\w)");

  private static final Pattern GROUP =
      Pattern.compile("(?i)message[ _-]?group[ _-]?id\\W{1,6}([\\w.-]{1,128})");

  private RecordName() {}

  /** May a line that stands escaped name something? False where it does not. */
  static boolean mayStandIn(byte[] bytes, int from, int to) {
    for (int at = from + SHORTEST_NUMBER - 1; at < to; at += SHORTEST_NUMBER) {
      if (isDigit(bytes[at]) && digitsAround(bytes, at, from, to) >= SHORTEST_NUMBER) {
        return true;
      }
    }
    for (int at = from; at < to; at++) {
      if (bytes[at] == 'e' && MESSAGE_WORD.standsAt(bytes, at)) {
        int next = at + MESSAGE_WORD.length;
        next += bytes[next] == ' ' || bytes[next] == '_' || bytes[next] == '-' ? 1 : 0;
        if ((bytes[next] | 0x20) == 'i' && (bytes[next + 1] | 0x20) == 'd') {
          return true;
        }
      }
    }
    return false;
  }

  private static int digitsAround(byte[] bytes, int at, int from, int to) {
    int first = at;
    while (first > from && isDigit(bytes[first - 1])) {
      first--;
    }
    int behind = at + 1;
    while (behind < to && isDigit(bytes[behind])) {
      behind++;
    }
    return behind - first;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** Fills in what the line names, if anything. */
  static void read(String message, Observation line) {
    String number = END_OF_BATCH.matcher(message).find() ? "" : only(NUMBER, message);
    String item = number.isEmpty() ? only(MESSAGE, message) : number;
    if (item.isEmpty()) {
      return;
    }
    line.detail();
    EventSourceReport source = line.source;
    source.failedItem = item;
    source.failedItems = 1;
    source.shard = number.isEmpty() ? "" : only(SHARD, message);
    source.messageGroup = number.isEmpty() ? only(GROUP, message) : "";
  }

  /** What a pattern finds; empty where that is nothing, or differs from one place to another. */
  private static String only(Pattern pattern, String message) {
    String found = "";
    Matcher matcher = pattern.matcher(message);
    while (matcher.find()) {
      String name = name(matcher);
      if (!found.isEmpty() && !found.equals(name)) {
        return "";
      }
      found = name;
    }
    return found;
  }

  private static String name(Matcher matcher) {
    for (int group = 1; group <= matcher.groupCount(); group++) {
      if (matcher.group(group) != null) {
        return matcher.group(group);
      }
    }
    return matcher.group();
  }
}
