package dev.stormwatch.bench.contender;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A contender's answer: one row of sums a function, whatever order the records came in. */
public final class Tally {

  private static final List<String> COLUMNS =
      List.of(
          "records",
          "events",
          "invocations",
          "durationMicros",
          "billedMillis",
          "coldStarts",
          "failedCalls",
          "timedOutCalls",
          "exhaustionLines");

  private record Function(String account, String region, String name) {

    @Override
    public String toString() {
      return account + '/' + region + '/' + name;
    }
  }

  private final Map<Function, long[]> rows = new HashMap<>();

  public void add(Reading reading) {
    long[] row =
        rows.computeIfAbsent(
            new Function(reading.account, reading.region, reading.function),
            function -> new long[COLUMNS.size()]);
    row[0]++;
    row[1] += reading.events;
    row[2] += reading.invocations;
    row[3] += reading.durationMicros;
    row[4] += reading.billedMillis;
    row[5] += reading.coldStarts;
    row[6] += reading.failedCalls;
    row[7] += reading.timedOutCalls;
    row[8] += reading.exhaustionLines;
  }

  /** The answer that as many equal passes over the records would give. */
  public Tally times(long passes) {
    Tally product = new Tally();
    rows.forEach(
        (function, row) ->
            product.rows.put(function, Arrays.stream(row).map(sum -> sum * passes).toArray()));
    return product;
  }

  /** The sum of a column over all functions. */
  public long total(String column) {
    int index = COLUMNS.indexOf(column);
    return rows.values().stream().mapToLong(row -> row[index]).sum();
  }

  public int functions() {
    return rows.size();
  }

  /** SHA-256 of the rows in order: equal digests, equal answers. */
  public String digest() {
    MessageDigest digest = newDigest();
    canonical()
        .forEach(
            (function, row) ->
                digest.update((function + " " + row + "\n").getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The first rows that differ, each in words; empty when the answers are the same. */
  public List<String> differences(Tally other, int most) {
    Map<String, String> mine = canonical();
    Map<String, String> theirs = other.canonical();
    TreeSet<String> functions = new TreeSet<>(mine.keySet());
    functions.addAll(theirs.keySet());
    List<String> differences = new ArrayList<>();
    for (String function : functions) {
      String here = mine.getOrDefault(function, "no row");
      String there = theirs.getOrDefault(function, "no row");
      if (!here.equals(there) && differences.size() < most) {
        differences.add(function + ": " + here + " | " + there);
      }
    }
    return differences;
  }

  private Map<String, String> canonical() {
    Map<String, String> sorted = new TreeMap<>();
    rows.forEach((function, row) -> sorted.put(function.toString(), words(row)));
    return sorted;
  }

  private static String words(long[] row) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < row.length; i++) {
      words.append(i == 0 ? "" : " ").append(COLUMNS.get(i)).append('=').append(row[i]);
    }
    return words.toString();
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
