package dev.stormwatch.replay.cli;

import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.replay.baseline.Baseline;
import dev.stormwatch.replay.score.Comparison;
import dev.stormwatch.replay.score.IncidentScore;
import dev.stormwatch.replay.score.IsolationScore;
import dev.stormwatch.replay.score.Label;
import dev.stormwatch.replay.score.Message;
import dev.stormwatch.replay.score.RecordingScore;
import dev.stormwatch.replay.score.Row;
import dev.stormwatch.replay.score.Scoreboard;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An evaluation as a person reads it. */
final class EvaluationReport {

  private static final String ALL = "all kinds";

  /** Characters of a line, as far as no name of a file is longer. */
  private static final int WIDTH = 100;

  private final EvaluationResult result;
  private final PrintWriter out;

  EvaluationReport(EvaluationResult result, PrintWriter out) {
    this.result = result;
    this.out = out;
  }

  void print(boolean details, boolean confusion) {
    Scoreboard ours = result.ours();
    wrapped(
        String.format(
            Locale.ROOT,
            "%s, %s, %.2f function-weeks outside them; evaluated in %.1f s, %.2f s each",
            Words.count(result.recordings().size(), "recording"),
            Words.count(ours.incidents().size(), "incident"),
            ours.quietFunctionWeeks(),
            result.elapsedSeconds(),
            result.elapsedSeconds() / result.recordings().size()));
    out.println();
    byKind(ours);
    if (result.boards().size() > 1) {
      bySystem(ours);
      comparisons();
    }
    isolation(result.isolation());
    StormReport storms = new StormReport(result, out);
    storms.print();
    causes(ours);
    if (confusion) {
      confusion(ours);
    }
    if (details) {
      details(ours);
      storms.details();
    }
    notes(ours);
    out.flush();
  }

  private void byKind(Scoreboard board) {
    Table found = ScoreCells.found("KIND");
    Table pages = ScoreCells.pages("KIND");
    for (Row row : board.rows()) {
      String kind = row.kind() == null ? ALL : row.kind().wireName();
      ScoreCells.addFound(found, kind, row);
      ScoreCells.addPages(pages, kind, row);
    }
    ScoreCells.addFound(found, ALL, board.total());
    ScoreCells.addPages(pages, ALL, board.total());
    titled(board.system() + ": what it found", found);
    titled(board.system() + ": its pages", pages);
  }

  private void titled(String title, Table table) {
    out.println(title);
    table.print(out);
    out.println();
  }

  /** A page of theirs is of no kind, so that it can be false only among all. */
  private void bySystem(Scoreboard ours) {
    for (Kind kind : ours.kinds()) {
      found(kind.wireName(), board -> board.row(kind));
    }
    found(ALL, Scoreboard::total);
    Table pages = ScoreCells.pages("SYSTEM");
    result.boards().forEach(board -> ScoreCells.addPages(pages, board.system(), board.total()));
    titled("By system: pages", pages);
  }

  private void found(String title, Function<Scoreboard, Row> row) {
    Table table = ScoreCells.found("SYSTEM");
    result.boards().forEach(board -> ScoreCells.addFound(table, board.system(), row.apply(board)));
    titled("By system: " + title, table);
  }

  private void comparisons() {
    comparisons(
        "The same incidents, Stormwatch against each; it is Stormwatch that is first and earlier",
        "AGAINST",
        result.comparisons().stream().filter(each -> each.kind() == null).toList());
    comparisons(
        "The same by kind, Stormwatch against whichever of them was first",
        "KIND",
        result.comparisons().stream().filter(each -> each.kind() != null).toList());
  }

  private void comparisons(String title, String first, List<Comparison> comparisons) {
    if (comparisons.isEmpty()) {
      return;
    }
    Table table =
        new Table(
            first,
            ">BOTH",
            ">ONLY STORMWATCH",
            ">ONLY IT",
            ">NEITHER",
            ">FIRST %",
            ">EARLIER BY s");
    for (Comparison comparison : comparisons) {
      table.row(
          comparison.kind() == null ? comparison.other() : comparison.kind().wireName(),
          Words.count(comparison.both()),
          Words.count(comparison.onlyOurs()),
          Words.count(comparison.onlyTheirs()),
          Words.count(comparison.neither()),
          ScoreCells.share(comparison.earlierShare()),
          ScoreCells.median(comparison.earlier()));
    }
    titled(title, table);
  }

  private void isolation(IsolationScore score) {
    if (score.deadline().known()) {
      wrapped(
          String.format(
              Locale.ROOT,
              "Of %d records that block a shard, loss foretold within 5 %% of the time left: %s %%;"
                  + " largest error %.4f %%",
              score.deadline().of(),
              ScoreCells.share(score.deadline()),
              100 * score.worstError()));
    }
    if (score.cornered().known()) {
      wrapped(
          String.format(
              Locale.ROOT,
              "Of %d under bisect with batch lines, named exactly after ceil(log2(batch)) + 2 failed"
                  + " attempts or fewer: %s %%",
              score.cornered().of(),
              ScoreCells.share(score.cornered())));
    }
    if (!score.delays().isEmpty()) {
      out.println(
          "How soon a record that fails for ever was known, after its first failed attempt");
      Table table =
          new Table("SOURCE", ">FOUND %", ">AFTER s", ">P90", ">ATTEMPTS", ">P90 OF THEM");
      for (IsolationScore.Delay delay : score.delays()) {
        table.row(
            delay.source(),
            ScoreCells.share(delay.found()),
            ScoreCells.median(delay.time()),
            ScoreCells.seconds(delay.time().quantile(0.9)),
            ScoreCells.whole(delay.attempts().median()),
            ScoreCells.whole(delay.attempts().quantile(0.9)));
      }
      table.print(out);
      out.println();
    }
  }

  private void causes(Scoreboard board) {
    boolean any = false;
    for (Row row : board.rows()) {
      Kind kind = row.kind();
      if (kind != null && row.causeNamedRight().known()) {
        any = true;
        wrapped(
            String.format(
                Locale.ROOT,
                "Of %d found of kind %s whose cause is noted, cause named right: %s %%",
                row.causeNamedRight().of(),
                kind.wireName(),
                ScoreCells.share(row.causeNamedRight())));
      }
    }
    if (any) {
      out.println();
    }
  }

  private void confusion(Scoreboard board) {
    out.println("What incidents were called");
    Table table = new Table("WHAT IT WAS", "WHAT STORMWATCH SAID", ">TIMES");
    board
        .confusion()
        .forEach(
            (kind, called) ->
                called.forEach((said, times) -> table.row(kind, said, Words.count(times))));
    table.print(out);
    out.println();
  }

  private void details(Scoreboard board) {
    Table table = new Table("RECORDING", "AT (UTC)", "WHAT", "KIND", "WHERE");
    boolean flawless = true;
    for (int i = 0; i < board.recordings().size(); i++) {
      String recording = result.recordings().get(i).folder().toString();
      RecordingScore score = board.recordings().get(i);
      for (IncidentScore incident : score.incidents()) {
        if (!incident.detected()) {
          flawless = false;
          Label label = incident.label();
          table.row(
              recording,
              Words.time(label.onset()),
              "missed " + label.id(),
              label.kind().wireName(),
              label.entity().inWords());
        }
      }
      score.falsePages().forEach(page -> page(table, recording, "false page", page));
      score.wrongLabels().forEach(page -> page(table, recording, "wrong label", page));
      flawless &= score.falsePages().isEmpty() && score.wrongLabels().isEmpty();
    }
    if (flawless) {
      out.println("Stormwatch missed no incident, and no page was false or wrong.");
    } else {
      out.println("What Stormwatch missed, and what it paged for nothing");
      table.print(out);
    }
    out.println();
  }

  private static void page(Table table, String recording, String what, Message page) {
    Kind kind = page.kind();
    table.row(
        recording,
        Words.time(page.decidedAt()),
        what,
        kind == null ? "" : kind.wireName(),
        page.entity().inWords());
  }

  private void notes(Scoreboard ours) {
    Set<Kind> present = ours.kinds();
    String absent =
        Arrays.stream(Kind.values())
            .filter(kind -> !present.contains(kind))
            .map(Kind::wireName)
            .collect(Collectors.joining(", "));
    if (!absent.isEmpty()) {
      wrapped("No incident in these recordings, so nothing is known of: " + absent);
    }
    wrapped("A page counts from the onset to 5 min after the end, for the right subject and kind.");
    wrapped("In brackets: 95 % interval.");
    wrapped(
        "FOUND AFTER: median from the onset. LEAD: median before the first impact, and the shares of"
            + " incidents with 30 s and 60 s of it. NAMED: exactly the subject.");
    wrapped(
        "PRECISION: incidents paged, each once, over those and false and wrong pages. PAGES: for"
            + " each incident paged. FALSE: in quiet time. WRONG: right time and subject, another"
            + " kind's name.");
    if (result.boards().size() > 1) {
      wrapped(
          "Only Stormwatch says which kind it means; of the others any page in time about the"
              + " subject counts, for every kind.");
      wrapped(
          "Throttles write no log line, so no alarm on them is here; timeouts, reservations and"
              + " limits are those in settings.json.");
    }
    List<Baseline> baselines = result.baselines();
    for (Baseline baseline : baselines) {
      wrapped("  " + baseline.name() + ": " + baseline.rule());
    }
  }

  /** Cut between words, so that nothing is wider than a screen. */
  private void wrapped(String text) {
    String rest = text;
    while (rest.length() > WIDTH) {
      int cut = rest.lastIndexOf(' ', WIDTH);
      out.println(rest.substring(0, cut));
      rest = "      " + rest.substring(cut + 1);
    }
    out.println(rest);
  }
}
