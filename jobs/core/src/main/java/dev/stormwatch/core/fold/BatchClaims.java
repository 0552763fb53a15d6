package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.model.SequenceNumbers;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a function's line claims of a batch: which shard or message it is of, and which of its
 * records failed. A name counts only when it looks like what it should be.
 */
final class BatchClaims {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

  /** Go puts an asterisk before most. */
  private static final Pattern ERROR_TYPE = Pattern.compile("\\*?[A-Za-z0-9_.$:]{1,100}");

  private BatchClaims() {}

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Who names all messages of a batch names none. */
  static boolean namesNoItem(EventSourceReport report) {
    int messages = report.messageIds.size();
    return report.failedItem.isEmpty() || (messages > 1 && report.failedItems >= messages);
  }

  static String group(EventSourceReport report) {
    return isName(report.messageGroup) ? report.messageGroup : "";
  }

  /** The shard's or message's name in the slot; null when the line says too little or is forged. */
  static @Nullable String shard(EventSourceReport report, boolean failed) {
    boolean queue = report.firstSequenceNumber.isEmpty() && !report.messageId.isEmpty();
    boolean item = report.firstSequenceNumber.isEmpty() && !queue;
    if (queue || (item && !SequenceNumbers.valid(report.failedItem))) {
      String message = report.failedItem.isEmpty() ? report.messageId : report.failedItem;
      return isName(message)
          ? failed ? EventSourceSlot.MESSAGE + message : EventSourceSlot.NO_SHARD
          : null;
    }
    if (!item && !SequenceNumbers.valid(report.firstSequenceNumber)) {
      return null;
    }
    if (!report.shard.isEmpty()) {
      return isName(report.shard) ? report.shard : null;
    }
    String first = item ? report.failedItem : report.firstSequenceNumber;
    return failed ? EventSourceSlot.UNNAMED + first : EventSourceSlot.NO_SHARD;
  }

  static String last(EventSourceReport report) {
    String first = report.firstSequenceNumber;
    String last = report.lastSequenceNumber;
    return SequenceNumbers.valid(last) && SequenceNumbers.compare(last, first) >= 0 ? last : first;
  }

  static FailedBatch failure(EventSourceReport report, long at, String request, String logStream) {
    String first = report.firstSequenceNumber;
    String last = first.isEmpty() ? "" : last(report);
    String item = report.failedItem;
    if (SequenceNumbers.valid(item)) {
      boolean inside =
          first.isEmpty()
              || (SequenceNumbers.compare(item, first) >= 0
                  && SequenceNumbers.compare(item, last) <= 0);
      if (inside) {
        // Items are named in the batch's order; what is before the first of them went well.
        first = item;
        last = report.failedItems <= 1 ? item : last;
      }
    }
    return new FailedBatch(
        at,
        first,
        last,
        errorType(report.errorType),
        report.iteratorAgeMillis,
        report.batchSize,
        report.outcome.equals("partial") || first.isEmpty() ? report.failedItems : -1,
        report.attempts,
        logStream,
        RequestIds.orEmpty(request));
  }

  /** A class name, or nothing: words of a message do not leave in an alert. */
  static String errorType(String text) {
    return ERROR_TYPE.matcher(text).matches() ? text : "";
  }
}
