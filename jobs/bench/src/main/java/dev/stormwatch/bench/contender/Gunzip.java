package dev.stormwatch.bench.contender;

import dev.stormwatch.telemetry.KinesisRecord;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The yardstick: nothing but inflating, by one inflater into one buffer, without the header and
 * without a checksum. What all contenders' times are told as a ratio to, since a ratio means the
 * same on another machine.
 */
public final class Gunzip {

  private static final int HEADER = 10;

  private final Inflater inflater = new Inflater(true);

  /** Larger than any document of a corpus, so that a document is one call. */
  private final byte[] buffer = new byte[1 << 22];

  /** Inflates a record and returns how many bytes came out. */
  public int read(KinesisRecord record) {
    inflater.reset();
    inflater.setInput(record.data, HEADER, record.data.length - HEADER);
    try {
      int length = inflater.inflate(buffer);
      if (!inflater.finished()) {
        throw new IllegalStateException("a document larger than the buffer");
      }
      return length;
    } catch (DataFormatException e) {
      throw new IllegalStateException("a corpus is not damaged", e);
    }
  }
}
