package dev.stormwatch.bench.contender;

import dev.stormwatch.telemetry.KinesisRecord;
import java.io.IOException;
import java.util.List;

/** One way to read a record. Not safe for threads: it may use its buffers again. */
public interface Contender {

  String name();

  /**
   * Reads one record.
   *
   * @return false when it holds nothing about a function
   * @throws IOException when the record cannot be read, which ends the run
   */
  boolean read(KinesisRecord record, Reading reading) throws IOException;

  /**
   * Log events so far that were not of the forms a fast path knows; negative where there is no such
   * path.
   */
  default long fallbackLines() {
    return -1;
  }

  /** All that are measured, each with buffers of its own. */
  static List<Contender> all(String region) {
    return List.of(new Stormwatch(region), new TreePeer(region), new StreamingPeer(region));
  }
}
