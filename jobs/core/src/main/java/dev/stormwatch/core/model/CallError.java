package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Calls that failed with one error: how many, and the latest lines that say so. */
public final class CallError implements Comparable<CallError> {

  private static final int KEPT = 3;

  private static final Comparator<Line> LATEST_FIRST =
      Comparator.comparingLong((Line line) -> -line.at)
          .thenComparing(line -> line.logStream)
          .thenComparing(line -> line.requestId);

  /** One line, by which it is found again. */
  public static final class Line {

    /** Event time, epoch milliseconds. */
    public final long at;

    public final String logStream;

    /** Empty when the line carried none. */
    public final String requestId;

    public Line(long at, String logStream, String requestId) {
      this.at = at;
      this.logStream = logStream;
      this.requestId = requestId;
    }
  }

  /** A class, or what the platform calls it; empty where the lines name none. */
  public final String name;

  public final ErrorWords words;

  private long calls;
  private List<Line> lines = new ArrayList<>();

  private CallError(String name, ErrorWords words) {
    this.name = name;
    this.words = words;
  }

  CallError(String name, ErrorWords words, Line line) {
    this(name, words);
    calls = 1;
    lines.add(line);
  }

  public long calls() {
    return calls;
  }

  /** The latest first. */
  public List<Line> lines() {
    return Collections.unmodifiableList(lines);
  }

  /** By name and words: equal are those that are one error. */
  @Override
  public int compareTo(CallError other) {
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : words.compareTo(other.words);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CallError && compareTo((CallError) other) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, words);
  }

  /** Both together; neither is changed. */
  CallError plus(CallError other) {
    CallError sum = new CallError(name, words);
    sum.calls = calls + other.calls;
    sum.lines.addAll(lines);
    sum.lines.addAll(other.lines);
    Collections.sort(sum.lines, LATEST_FIRST);
    if (sum.lines.size() > KEPT) {
      sum.lines = new ArrayList<>(sum.lines.subList(0, KEPT));
    }
    return sum;
  }

  /** The same lines of half as many calls. */
  CallError half() {
    CallError half = new CallError(name, words);
    half.calls = calls / 2;
    half.lines = lines;
    return half;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeString(out, name);
    Wire.writeString(out, words.name());
    Wire.writeLong(out, calls);
    Wire.writeInt(out, lines.size());
    for (Line line : lines) {
      Wire.writeLong(out, line.at);
      Wire.writeString(out, line.logStream);
      Wire.writeString(out, line.requestId);
    }
  }

  static CallError read(DataInput in) throws IOException {
    CallError error = new CallError(Wire.readString(in), Wire.readEnum(ErrorWords.class, in));
    error.calls = Wire.readLong(in);
    for (int size = Wire.readLength(in); size > 0; size--) {
      error.lines.add(new Line(Wire.readLong(in), Wire.readString(in), Wire.readString(in)));
    }
    return error;
  }
}
