package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.detect.Wording;
import dev.stormwatch.core.model.FailedBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the reports of this detector have in common. */
final class Findings {

  private Findings() {}

  /** The source as a whole; the function where no line names the source. */
  static Subject whole(View view) {
    return view.eventSource.isEmpty()
        ? Subject.function(view.function)
        : Subject.queue(view.function, view.eventSource, "");
  }

  static Finding finding(
      Kind kind,
      Subject subject,
      Severity severity,
      long onset,
      String headline,
      Measure measure,
      Impact impact,
      List<Evidence> evidence,
      List<Recommendation> recommendations) {
    return new Finding(
        kind,
        subject,
        severity,
        false,
        onset,
        headline,
        measure,
        impact,
        evidence,
        recommendations);
  }

  static Finding recovery(Kind kind, Subject subject, long onset, String headline, double value) {
    return recovery(kind, subject, onset, headline, value, "");
  }

  static Finding recovery(
      Kind kind, Subject subject, long onset, String headline, double value, String unit) {
    Measure measure = new Measure("recovered", value, unit, 0, 0, 1, 0);
    Impact impact = new Impact(true, onset, headline);
    return new Finding(
        kind, subject, Severity.INFO, true, onset, headline, measure, impact, List.of(), List.of());
  }

  /** The latest attempts. */
  static List<Evidence> evidence(View view, ShardState shard) {
    List<FailedBatch> newest = shard.recent;
    return rows(view, newest.subList(Math.max(0, newest.size() - 3), newest.size()));
  }

  /** First the attempt after which one record was left, where that is so; then the latest. */
  static List<Evidence> isolation(View view, ShardState shard) {
    FailedBatch cornered = shard.corneredBy;
    if (cornered == null) {
      return evidence(view, shard);
    }
    List<Evidence> rows = new ArrayList<>();
    String which = Wording.text("; attempt %d left one record", shard.corneredAfter);
    rows.add(row(view, cornered, which));
    rows.addAll(
        rows(
            view,
            shard.recent.stream()
                .filter(failure -> FailedBatch.EARLIEST_FIRST.compare(failure, cornered) > 0)
                .collect(Collectors.toList())));
    return rows;
  }

  /** A row for each attempt. */
  static List<Evidence> rows(View view, List<FailedBatch> failures) {
    List<Evidence> rows = new ArrayList<>();
    failures.forEach(failure -> rows.add(row(view, failure, "")));
    return rows;
  }

  private static Evidence row(View view, FailedBatch failure, String more) {
    return new Evidence(
        failure.at,
        view.logGroup,
        failure.logStream,
        failure.requestId,
        Words.attempt(failure) + more);
  }
}
