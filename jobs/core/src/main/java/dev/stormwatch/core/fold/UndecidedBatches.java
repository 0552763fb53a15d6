package dev.stormwatch.core.fold;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines that tell of a batch and not how it went, as one that is written when the call begins: the
 * call's own end decides. An environment answers one call after another, so what ends next in its
 * log stream is the call that runs, whether or not the lines in between name it. A call that ends
 * in another record is not known here, and its batch counts neither way; only where nothing of the
 * platform's is logged a batch is taken to have succeeded unless its line says otherwise.
 */
final class UndecidedBatches {

  /** Lines of one call that are waited for. */
  private static final int MOST = 16;

  /** What a line told, until its call ends. */
  static final class Batch {
    final EventSourceReport report;
    final long at;
    final long requestKey;
    final String requestId;

    private Batch(Observation line, long at) {
      this.report = line.source.copy();
      this.at = at;
      this.requestKey = line.requestKey();
      this.requestId = line.requestId();
    }
  }

  private final List<Batch> held = new ArrayList<>();
  private boolean platform;
  private boolean ended;
  private boolean failed;
  private String error = "";
  private long endedAt;
  private long durationMillis;

  void begin() {
    held.clear();
    platform = false;
    nextCall();
  }

  private void nextCall() {
    ended = false;
    failed = false;
    error = "";
    endedAt = 0;
    durationMillis = -1;
  }

  void hold(Observation line, long at) {
    if (held.size() < MOST) {
      held.add(new Batch(line, at));
    }
  }

  /** Does this line belong to a later call than what is held? */
  boolean endedBefore(Observation line) {
    return line.kind == LineKind.START || (line.kind == LineKind.BATCH && ended);
  }

  void add(Observation line, long at) {
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

  /** The batches of the call that ended; none where nobody can say how it did. */
  List<Batch> take() {
    boolean known = ended || failed || !platform;
    List<Batch> batches = known ? List.copyOf(held) : List.of();
    if (failed) {
      batches.forEach(batch -> batch.report.errorType = error);
    }
    held.clear();
    return batches;
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
