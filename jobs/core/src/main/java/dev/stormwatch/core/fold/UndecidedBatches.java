package dev.stormwatch.core.fold;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines that tell of a batch and not how it went, as one that is written when the call begins: the
 * call's own end decides. An environment answers one call after another, so what ends next in its
 * log stream is the call that runs, whether or not the lines in between name it. A call that ends
 * in another record is not known here, and its batch counts neither way; only where nothing of the
 * platform's is logged a batch is taken to have succeeded unless its line says otherwise.
 *
 * <p>An error line that names a record says that this one failed, whatever becomes of the call: who
 * reports single items answers as if all went well. Where another line tells of the call's batch,
 * the name says which record of it.
 */
final class UndecidedBatches {

  /** Lines of one call that are waited for. */
  private static final int MOST = 16;

  /** What a line told, until its call ends. */
  static final class Batch {
    final EventSourceReport report;
    final long at;

    /** Of the call; 0 and empty where no line of it tells. */
    long requestKey;

    String requestId;

    private Batch(Observation line, long at) {
      this.report = line.source.copy();
      this.at = at;
      this.requestKey = line.requestKey();
      this.requestId = line.requestId();
    }

    /** Is it nothing but a record that an error line names? */
    boolean isNamedRecord() {
      return report.failed();
    }
  }

  private final List<Batch> held = new ArrayList<>();
  private boolean platform;
  private boolean told;
  private boolean ended;
  private boolean failed;
  private String error = "";
  private long endedAt;
  private long durationMillis;
  private long requestKey;
  private String requestId = "";

  void begin() {
    held.clear();
    platform = false;
    nextCall();
  }

  private void nextCall() {
    told = false;
    ended = false;
    failed = false;
    error = "";
    endedAt = 0;
    durationMillis = -1;
    requestKey = 0;
    requestId = "";
  }

  void hold(Observation line, long at) {
    if (held.size() < MOST) {
      held.add(new Batch(line, at));
    }
  }

  /** A line tells of the batch of the call that runs, and how it went. */
  void told() {
    told = true;
  }

  /** Does this line belong to a later call than what is held? */
  boolean endedBefore(Observation line) {
    boolean batch = line.kind == LineKind.BATCH || line.namesRecord();
    return line.kind == LineKind.START || (batch && ended);
  }

  void add(Observation line, long at) {
    if (requestKey == 0 && line.requestKey() != 0 && !held.isEmpty()) {
      requestKey = line.requestKey();
      requestId = line.requestId();
    }
    switch (line.kind) {
      case RUNTIME_ERROR:
        fails(line.errorType);
        break;
      case TIMEOUT:
      case EXIT:
        fails(line.kind.name());
        break;
      case RUNTIME_DONE:
      case REPORT:
        if (line.timedOut()) {
          fails(LineKind.TIMEOUT.name());
        } else if (line.status.failed()) {
          fails(line.errorType);
        }
        ended = true;
        endedAt = at;
        durationMillis = line.durationMicros < 0 ? durationMillis : line.durationMicros / 1000;
        platform = true;
        break;
      case START:
      case END:
        platform = true;
        break;
      default:
        break;
    }
  }

  private void fails(String newError) {
    failed = true;
    error = error.isEmpty() ? newError : error;
  }

  /** The batches of the call that ended, as far as somebody can say how they went. */
  List<Batch> take() {
    if (held.isEmpty()) {
      return List.of();
    }
    List<Batch> batches = new ArrayList<>();
    Map<String, Batch> named = new LinkedHashMap<>();
    for (Batch batch : held) {
      if (batch.isNamedRecord()) {
        named.putIfAbsent(batch.report.failedItem, batch);
      } else {
        batches.add(batch);
      }
    }
    held.clear();
    if (batches.isEmpty() && !told) {
      batches.addAll(named.values());
    } else if (!(ended || failed || !platform)) {
      batches.clear();
    } else if (failed && named.size() == 1) {
      String item = named.keySet().iterator().next();
      batches.forEach(batch -> batch.report.failedItem = item);
    }
    batches.forEach(this::ofCall);
    return batches;
  }

  private void ofCall(Batch batch) {
    batch.report.errorType = failed ? error : batch.report.errorType;
    if (batch.requestKey == 0) {
      batch.requestKey = requestKey;
      batch.requestId = requestId;
    }
  }

  boolean failed() {
    return failed;
  }

  /** When the call was reported, epoch milliseconds. */
  long endedAt() {
    return endedAt;
  }

  /** How long it took; negative where that was not reported. */
  long durationMillis() {
    return durationMillis;
  }

  /** Forgets the call. */
  void close() {
    nextCall();
  }
}
