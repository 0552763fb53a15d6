package dev.stormwatch.replay.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Columns that line up: numbers to the right, text to the left. */
final class Table {

  private static final String GAP = "  ";

  private final List<String[]> rows = new ArrayList<>();
  private final boolean[] right;

  /**
   * @param headers a leading {@code >} puts the column to the right
   */
  Table(String... headers) {
    right = new boolean[headers.length];
    String[] titles = new String[headers.length];
    for (int i = 0; i < headers.length; i++) {
      right[i] = headers[i].startsWith(">");
      titles[i] = right[i] ? headers[i].substring(1) : headers[i];
    }
    rows.add(titles);
  }

  void row(String... cells) {
    rows.add(cells);
  }

  void print(PrintWriter out) {
    int[] width = new int[right.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        width[i] = Math.max(width[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder(GAP);
      for (int i = 0; i < row.length; i++) {
        String pad = " ".repeat(width[i] - row[i].length());
        line.append(right[i] ? pad + row[i] : row[i] + pad).append(GAP);
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
