package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The errors that calls failed with, each with its number of calls and some lines. */
public final class CallErrors {

  /** Errors told apart; a function that has more at once has no common one. */
  private static final int KEPT = 16;

  private static final Comparator<CallError> MOST_FIRST =
      Comparator.comparingLong(CallError::calls).reversed().thenComparing(error -> error);

  private final TreeMap<CallError, CallError> errors = new TreeMap<>();

  /** Calls with errors beyond those that are kept. */
  private long others;

  public void add(String name, ErrorWords words, CallError.Line line) {
    add(new CallError(name, words, line));
    trim();
  }

  private void add(CallError error) {
    errors.merge(error, error, CallError::plus);
  }

  /** Keeps the first by name, which is the same in any order of merging. */
  private void trim() {
    while (errors.size() > KEPT) {
      others += errors.pollLastEntry().getValue().calls();
    }
  }

  public void addAll(CallErrors other) {
    other.errors.values().forEach(this::add);
    others += other.others;
    trim();
  }

  public void clear() {
    errors.clear();
    others = 0;
  }

  /** Lets what is known count for half. */
  public void halve() {
    List<CallError> halves =
        errors.values().stream()
            .map(CallError::half)
            .filter(error -> error.calls() > 0)
            .collect(Collectors.toList());
    errors.clear();
    halves.forEach(this::add);
    others /= 2;
  }

  /** The most frequent first. */
  public List<CallError> mostFirst() {
    return errors.values().stream().sorted(MOST_FIRST).collect(Collectors.toList());
  }

  /** Calls of all errors. */
  public long calls() {
    return others + errors.values().stream().mapToLong(CallError::calls).sum();
  }

  public void write(DataOutput out) throws IOException {
    Wire.writeLong(out, others);
    Wire.writeInt(out, errors.size());
    for (CallError error : errors.values()) {
      error.write(out);
    }
  }

  public static CallErrors read(DataInput in) throws IOException {
    CallErrors read = new CallErrors();
    read.others = Wire.readLong(in);
    for (int size = Wire.readLength(in); size > 0; size--) {
      read.add(CallError.read(in));
    }
    return read;
  }
}
