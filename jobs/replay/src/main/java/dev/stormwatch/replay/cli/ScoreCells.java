package dev.stormwatch.replay.cli;

import dev.stormwatch.replay.score.Durations;
import dev.stormwatch.replay.score.Rate;
import dev.stormwatch.replay.score.Row;
import dev.stormwatch.replay.score.Share;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Scores as they stand in a table: short, with their interval where they have one. */
final class ScoreCells {

  private static final String NOT_KNOWN = "-";

  /** Rates are given per so many function-weeks. */
  static final double FUNCTION_WEEKS = 100;

  private static final long HALF_A_MINUTE = 30_000;
  private static final long MINUTE = 60_000;

  private ScoreCells() {}

  /**
   * A table of what was found and how soon.
   *
   * @param first what the rows are told apart by
   */
  static Table found(String first) {
    return new Table(
        first, ">INC", ">RECALL %", ">FOUND AFTER s", ">P90", ">LEAD s", ">30/60 %", ">NAMED %");
  }

  static void addFound(Table table, String first, Row row) {
    table.row(
        first,
        Words.count(row.recall().of()),
        share(row.recall()),
        median(row.timeToDetect()),
        seconds(row.timeToDetect().quantile(0.9)),
        seconds(row.leadTime().median()),
        percent(row.leadAtLeast(HALF_A_MINUTE)) + "/" + percent(row.leadAtLeast(MINUTE)),
        percent(row.namedRight()));
  }

  /**
   * A table of the pages that went out.
   *
   * @param first what the rows are told apart by
   */
  static Table pages(String first) {
    return new Table(
        first, ">PRECISION %", ">PAGES", ">FALSE", ">PER 100 FUNCTION-WEEKS", ">WRONG");
  }

  static void addPages(Table table, String first, Row row) {
    table.row(
        first,
        share(row.precision()),
        Double.isNaN(row.pagesPerIncident())
            ? NOT_KNOWN
            : String.format(Locale.ROOT, "%.1f", row.pagesPerIncident()),
        row.falsePages() == null ? NOT_KNOWN : Words.count(row.falsePages().events()),
        rate(row.falsePages()),
        Words.count(row.wrongLabels()));
  }

  /** With its interval, such as {@code 80 (49-94)}. */
  static String share(@Nullable Share share) {
    return share == null || !share.known()
        ? NOT_KNOWN
        : String.format(
            Locale.ROOT,
            "%.0f (%.0f-%.0f)",
            share.value() * 100,
            share.lower() * 100,
            share.upper() * 100);
  }

  private static String percent(Share share) {
    return share.known() ? String.format(Locale.ROOT, "%.0f", share.value() * 100) : NOT_KNOWN;
  }

  /** A median in seconds with its interval, such as {@code 31 (28..35)}. */
  static String median(Durations durations) {
    if (durations.size() == 0) {
      return NOT_KNOWN;
    }
    double[] interval = durations.medianInterval();
    return seconds(durations.median())
        + " ("
        + seconds(interval[0])
        + ".."
        + seconds(interval[1])
        + ")";
  }

  static String seconds(double millis) {
    return whole(millis / 1000);
  }

  static String whole(double number) {
    return Double.isNaN(number) ? NOT_KNOWN : String.valueOf(Math.round(number));
  }

  /** With the upper end of its interval, such as {@code 0 (to 12)}. */
  private static String rate(@Nullable Rate rate) {
    return rate == null || Double.isNaN(rate.value())
        ? NOT_KNOWN
        : compact(rate.value() * FUNCTION_WEEKS)
            + " (to "
            + compact(rate.upper() * FUNCTION_WEEKS)
            + ")";
  }

  private static String compact(double number) {
    if (number >= 1e6) {
      return String.format(Locale.ROOT, "%.1fM", number / 1e6);
    }
    if (number >= 1e3) {
      return String.format(Locale.ROOT, number >= 1e4 ? "%.0fk" : "%.1fk", number / 1e3);
    }
    return number == 0 || number >= 10
        ? String.format(Locale.ROOT, "%.0f", number)
        : String.format(Locale.ROOT, "%.1f", number);
  }
}
