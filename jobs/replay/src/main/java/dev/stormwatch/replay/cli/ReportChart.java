package dev.stormwatch.replay.cli;

import dev.stormwatch.replay.run.ActivitySeries;
import dev.stormwatch.replay.run.ActivitySeries.Pane;
import dev.stormwatch.replay.run.FunctionTotals;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/**
 * The time line of one function as an inline SVG: calls and the failed ones among them above,
 * concurrency below, and a line at each instant that the story names. The drawing is stretched to
 * the width of the page; words stand beside it in HTML, so that they keep their size.
 */
final class ReportChart {

  /** An instant of the story; a label of one digit or two is a badge, no label a bare line. */
  record Mark(long at, String style, String label) {}

  private static final int WIDTH = 1000;
  private static final int CALLS_TOP = 18;
  private static final int CALLS_BOTTOM = 104;
  private static final int TOP = 114;
  private static final int BOTTOM = 160;

  /** Badges closer than so much of the width stand below one another. */
  private static final double BADGE = 0.03;

  private static final int MOST_TICKS = 6;
  private static final long MINUTE = 60_000;
  private static final long DAY = 1440 * MINUTE;
  private static final List<Long> STEPS =
      List.of(1L, 2L, 5L, 10L, 15L, 30L, 60L, 120L, 360L, 720L, 1440L);

  private final long from;
  private final long to;
  private final List<Mark> marks;

  /**
   * @param marks in order of time
   */
  ReportChart(long from, long to, List<Mark> marks) {
    this.from = from;
    this.to = Math.max(to, from + MINUTE);
    this.marks = marks.stream().filter(mark -> mark.at >= from && mark.at <= this.to).toList();
  }

  Html of(FunctionTotals function) {
    ActivitySeries series = function.series;
    SortedMap<Long, Pane> panes = series.between(from, to);
    long calls = panes.values().stream().mapToLong(pane -> pane.calls).max().orElse(0);
    long failures = panes.values().stream().mapToLong(pane -> pane.failures).max().orElse(0);
    double concurrency =
        panes.values().stream().mapToDouble(pane -> pane.concurrency).max().orElse(0);
    String caption =
        String.format(
            Locale.ROOT,
            "%s: calls%s, most %,d; failed, most %,d; concurrency below, most %s",
            function.function,
            series.width() == MINUTE ? " a minute" : " in " + Words.duration(series.width()),
            calls,
            failures,
            Words.concurrency(concurrency));

    Html html = new Html().open("figure").leaf("figcaption", caption).open("div", "class", "chart");
    html.open(
        "svg",
        "viewBox",
        "0 0 " + WIDTH + ' ' + BOTTOM,
        "preserveAspectRatio",
        "none",
        "role",
        "img",
        "aria-label",
        caption);
    double unit = (CALLS_BOTTOM - CALLS_TOP) / (double) Math.max(1, Math.max(calls, failures));
    Html bars = new Html();
    StringBuilder all = new StringBuilder();
    StringBuilder failed = new StringBuilder();
    StringBuilder busy = new StringBuilder();
    for (Map.Entry<Long, Pane> entry : panes.entrySet()) {
      long at = entry.getKey() * series.width();
      Pane pane = entry.getValue();
      bar(all, at, series.width(), CALLS_BOTTOM, unit * pane.calls);
      bar(failed, at, series.width(), CALLS_BOTTOM, unit * pane.failures);
      bar(
          busy,
          at,
          series.width(),
          BOTTOM,
          concurrency == 0 ? 0 : (BOTTOM - TOP) * pane.concurrency / concurrency);
    }
    path(bars, "calls", all);
    path(bars, "failed", failed);
    path(bars, "busy", busy);
    html.add(bars);
    for (Mark mark : marks) {
      String x = Html.number(WIDTH * share(mark.at));
      html.leaf("path", "", "class", mark.style, "d", "M" + x + " 0V" + BOTTOM);
    }
    html.close("svg");
    badges(html);
    html.close("div");
    axis(html);
    return html.close("figure");
  }

  private static void path(Html html, String style, StringBuilder line) {
    if (!line.isEmpty()) {
      html.leaf("path", "", "class", style, "d", line.toString());
    }
  }

  private void bar(StringBuilder path, long at, long width, int bottom, double height) {
    double left = WIDTH * share(Math.max(at, from));
    double right = WIDTH * share(Math.min(at + width, to));
    if (height > 0 && right > left) {
      path.append('M').append(Html.number(left)).append(' ').append(bottom);
      path.append('V').append(Html.number(bottom - height));
      path.append('H').append(Html.number(right)).append('V').append(bottom).append('Z');
    }
  }

  private void badges(Html html) {
    double last = Double.NEGATIVE_INFINITY;
    int row = 0;
    for (Mark mark : marks) {
      if (!mark.label.isEmpty()) {
        double share = share(mark.at);
        row = share - last < BADGE ? row + 1 : 0;
        last = share;
        String place = "left:" + Html.number(100 * share) + "%;top:" + 1.4 * row + "em";
        html.leaf("span", mark.label, "class", "badge " + mark.style, "style", place);
      }
    }
  }

  private void axis(Html html) {
    long minutes =
        STEPS.stream()
            .filter(step -> (to - from) / (step * MINUTE) <= MOST_TICKS)
            .findFirst()
            .orElse((to - from) / DAY / MOST_TICKS * 1440 + 1440);
    long step = minutes * MINUTE;
    DateTimeFormatter form =
        DateTimeFormatter.ofPattern(step < DAY ? "HH:mm" : "d MMM", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    html.open("div", "class", "axis");
    for (long at = -Math.floorDiv(-from, step) * step; at <= to; at += step) {
      String place = "left:" + Html.number(100 * share(at)) + '%';
      html.leaf("span", form.format(Instant.ofEpochMilli(at)), "style", place);
    }
    html.close("div");
  }

  private double share(long at) {
    return (at - from) / (double) (to - from);
  }
}
