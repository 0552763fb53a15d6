package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** One line that says that connections ran out: the evidence behind a count. */
public final class ExhaustionLine {

  /** Words that every server may have. */
  public static final String ANY_SERVER = "the server or its proxy refuses a connection";

  /** Words that only these servers have, and what speaks their protocols. */
  public static final String MYSQL = "MySQL or its proxy refuses a connection";

  public static final String POSTGRESQL = "PostgreSQL or its proxy refuses a connection";

  public static final Set<String> SERVERS = Set.of(MYSQL, POSTGRESQL);

  /** How many are kept of a slot. */
  public static final int KEPT = 3;

  private static final Comparator<ExhaustionLine> EARLIEST_FIRST =
      Comparator.comparingLong((ExhaustionLine l) -> l.at)
          .thenComparing(l -> l.function)
          .thenComparing(l -> l.logStream)
          .thenComparing(l -> l.requestId)
          .thenComparing(l -> l.words);

  /** Event time, epoch milliseconds. */
  public final long at;

  public final String function;
  public final String logGroup;
  public final String logStream;

  /** Empty when the line carried none. */
  public final String requestId;

  /** What kind of words they were, in our own. */
  public final String words;

  public ExhaustionLine(
      long at, String function, String logGroup, String logStream, String requestId, String words) {
    this.at = at;
    this.function = function;
    this.logGroup = logGroup;
    this.logStream = logStream;
    this.requestId = requestId;
    this.words = words;
  }

  /** The first few of two lists; the choice is the same in any order. */
  public static List<ExhaustionLine> first(List<ExhaustionLine> one, List<ExhaustionLine> other) {
    if (other.isEmpty()) {
      return one;
    }
    List<ExhaustionLine> both = new ArrayList<>(one);
    both.addAll(other);
    Collections.sort(both, EARLIEST_FIRST);
    return both.size() > KEPT ? new ArrayList<>(both.subList(0, KEPT)) : both;
  }

  public static void writeList(List<ExhaustionLine> lines, DataOutput out) throws IOException {
    Wire.writeInt(out, lines.size());
    for (ExhaustionLine line : lines) {
      Wire.writeLong(out, line.at);
      Wire.writeString(out, line.function);
      Wire.writeString(out, line.logGroup);
      Wire.writeString(out, line.logStream);
      Wire.writeString(out, line.requestId);
      Wire.writeString(out, line.words);
    }
  }

  public static List<ExhaustionLine> readList(DataInput in) throws IOException {
    int size = Wire.readLength(in);
    List<ExhaustionLine> lines = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      lines.add(
          new ExhaustionLine(
              Wire.readLong(in),
              Wire.readString(in),
              Wire.readString(in),
              Wire.readString(in),
              Wire.readString(in),
              Wire.readString(in)));
    }
    return lines;
  }
}
