package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.EventSourceReport;
import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;

/**
 * What Powertools' batch processors write about items that failed. Only Java's names the item; its
 * words are looked for wherever they stand, since every logger puts something around them.
 */
final class BatchText {

  private static final String[] ITEM_FAILED = {
    "Error while processing record with eventID ",
    "Error while processing message with messageId ",
    "Error while processing record with id ",
  };

  /** The last of those could be anybody's; these words follow in Powertools. */
  private static final String POWERTOOLS = "adding it to batch item failures";

  /** Of a FIFO queue the group of the message that failed, which takes the rest along. */
  private static final String GROUP_FAILED = "A message in a batch with messageGroupId ";

  private static final String AND_MESSAGE = " and messageId ";

  private static final String[] BATCH_FAILED = {
    "BatchProcessingError",
    "BatchProcessingException",
    "FullBatchFailureError",
    "SqsFifoShortCircuitError"
  };

  /** Only a function that reports items goes on behind one that failed. */
  private static final String PARTIAL = "partial";

  private static final int LONGEST_ITEM = 200;

  private BatchText() {}

  /**
   * Reads a line, as it was logged.
   *
   * @param found what {@link Phrases} found in the line
   * @return false when it tells of no batch; nothing is told then
   */
  static boolean read(String message, int found, Observation line) {
    if ((found & Phrases.BATCH_TEXT) == 0) {
      return false;
    }
    if (item(message, line) || group(message, line) || blame(message, found, line)) {
      line.kind = LineKind.BATCH;
      return true;
    }
    return false;
  }

  private static boolean item(String message, Observation line) {
    for (int i = 0; i < ITEM_FAILED.length; i++) {
      int at = message.indexOf(ITEM_FAILED[i]);
      boolean anybodys = i == ITEM_FAILED.length - 1;
      if (at < 0 || (anybodys && !message.contains(POWERTOOLS))) {
        continue;
      }
      String item = item(message, at + ITEM_FAILED[i].length());
      if (item.isEmpty()) {
        continue;
      }
      line.detail();
      EventSourceReport source = line.source;
      // Kinesis' event id is the shard's with the sequence number behind it.
      int colon = item.startsWith("shardId-") ? item.indexOf(':') : -1;
      source.shard = colon < 0 ? "" : item.substring(0, colon);
      source.failedItem = item.substring(colon + 1);
      source.failedItems = 1;
      source.outcome = PARTIAL;
      return true;
    }
    return false;
  }

  private static boolean group(String message, Observation line) {
    int at = message.indexOf(GROUP_FAILED);
    if (at < 0) {
      return false;
    }
    String group = item(message, at + GROUP_FAILED.length());
    int behind = at + GROUP_FAILED.length() + group.length();
    String id =
        message.startsWith(AND_MESSAGE, behind) ? item(message, behind + AND_MESSAGE.length()) : "";
    if (group.isEmpty() || id.isEmpty()) {
      return false;
    }
    line.detail();
    line.source.messageGroup = group;
    line.source.failedItem = id;
    line.source.failedItems = 1;
    return true;
  }

  private static String item(String message, int from) {
    int end = from;
    while (end < message.length() && end - from <= LONGEST_ITEM && isOfItem(message, end)) {
      end++;
    }
    return message.substring(from, end);
  }

  private static boolean isOfItem(String message, int at) {
    char c = message.charAt(at);
    boolean lastColon = c == ':' && (at + 1 == message.length() || message.charAt(at + 1) <= ' ');
    return c > ' ' && c != '"' && c != '\\' && c != ',' && !lastColon;
  }

  /**
   * Tells which of Powertools' errors a line names, if any: with such a one a whole batch failed.
   */
  static boolean blame(String message, int found, Observation line) {
    if ((found & Phrases.BATCH_TEXT) != 0) {
      for (String error : BATCH_FAILED) {
        if (message.contains(error)) {
          line.detail();
          line.source.errorType = error;
          line.source.outcome = "failed";
          return true;
        }
      }
    }
    return false;
  }
}
