package dev.stormwatch.core.detect;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * One log line behind a finding. Its text is put together from numbers that were read off the line,
 * never copied from it, so that nothing a function printed can leave in an alert.
 */
public final class Evidence {

  /** Most rows in an alert. */
  public static final int MAX_ROWS = 5;

  /** Longest text of a row, in characters. */
  public static final int MAX_TEXT = 300;

  /** What a longer text ends with, so that nobody takes half a sentence for a whole one. */
  public static final String CUT = "…";

  public final long at;
  public final String logGroup;
  public final String logStream;
  public final String requestId;
  public final String text;

  /**
   * @param at event time, epoch milliseconds
   * @param requestId empty when not known
   */
  public Evidence(long at, String logGroup, String logStream, String requestId, String text) {
    this.at = at;
    this.logGroup = logGroup;
    this.logStream = logStream;
    this.requestId = requestId;
    this.text = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT - 1) + CUT : text;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeLong(out, at);
    Wire.writeString(out, logGroup);
    Wire.writeString(out, logStream);
    Wire.writeString(out, requestId);
    Wire.writeString(out, text);
  }

  static Evidence read(DataInput in) throws IOException {
    return new Evidence(
        Wire.readLong(in),
        Wire.readString(in),
        Wire.readString(in),
        Wire.readString(in),
        Wire.readString(in));
  }
}
