package dev.stormwatch.replay.cli;

import dev.stormwatch.replay.score.Share;
import dev.stormwatch.replay.score.StormScore;
import dev.stormwatch.replay.score.StormScore.Pair;
import dev.stormwatch.replay.score.StormScore.Row;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How true the numbers about exhaustions of connections are, as a person reads it. */
final class StormReport {

  /** Pairs that a cell shows, the first. */
  private static final int SHOWN = 3;

  private final EvaluationResult result;
  private final PrintWriter out;

  StormReport(EvaluationResult result, PrintWriter out) {
    this.result = result;
    this.out = out;
  }

  void print() {
    StormScore storms = result.storms();
    boolean any =
        line(storms.forecasts(), "forecasts of exhaustion", "within 35 % of what was left");
    any |= line(storms.gains(), "gains of a retry loop", "within 20 % of the true one");
    any |= line(storms.heals(), "loops said to end by themselves or not", "right");
    if (any) {
      out.println();
    }
  }

  private boolean line(Share share, String things, String right) {
    if (share.known()) {
      out.printf(
          Locale.ROOT, "Of %d %s, %s: %s %%%n", share.of(), things, right, ScoreCells.share(share));
    }
    return share.known();
  }

  /** Storm by storm. */
  void details() {
    Table table =
        new Table("RECORDING", "STORM", "s LEFT, SAID/WAS", "GAIN, SAID/WAS", "HEALS, SAID/WAS");
    boolean any = false;
    for (int i = 0; i < result.storms().recordings().size(); i++) {
      for (Row row : result.storms().recordings().get(i)) {
        any = true;
        table.row(
            result.recordings().get(i).folder().toString(),
            row.storm().id() + ' ' + row.storm().entity().inWords(),
            pairs(row.forecasts(), value -> String.format(Locale.ROOT, "%.0f", value)),
            pairs(row.gains(), value -> String.format(Locale.ROOT, "%.2f", value)),
            (row.stays() == null ? "-" : yes(!row.stays()))
                + '/'
                + yes(row.storm().heals().orElse(null)));
      }
    }
    if (any) {
      out.println("What alerts said of exhaustions, and what was true");
      table.print(out);
      out.println();
    }
  }

  private static String pairs(List<Pair> pairs, Function<Double, String> number) {
    String shown =
        pairs.stream()
            .limit(SHOWN)
            .map(pair -> number.apply(pair.said()) + '/' + number.apply(pair.was()))
            .collect(Collectors.joining(" "));
    return pairs.isEmpty() ? "-" : pairs.size() > SHOWN ? shown + " …" : shown;
  }

  private static String yes(@Nullable Boolean value) {
    return value == null ? "-" : value ? "yes" : "no";
  }
}
