package dev.stormwatch.replay.score;

import dev.stormwatch.core.detect.Kind;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How good a system was at one kind of incident, over many recordings.
 *
 * @param kind null for all kinds together
 * @param recall incidents detected
 * @param precision of all that somebody was paged for, what was real: incidents paged, each once,
 *     over those and the false pages and the wrong labels. Null where pages name no kind and so
 *     cannot be told apart by kind
 * @param timeToDetect of the incidents detected
 * @param leadTime of the incidents detected that had an impact
 * @param withImpact incidents that had an impact, the missed ones included
 * @param pagesOfPaged pages about the incidents that were paged at all
 * @param falsePages null like the precision
 * @param namedRight of the incidents detected, those whose subject was named exactly
 * @param causeNamedRight of the incidents detected whose cause is noted, those whose cause was
 *     named
 */
public record Row(
    @Nullable Kind kind,
    Share recall,
    @Nullable Share precision,
    Durations timeToDetect,
    Durations leadTime,
    int withImpact,
    int paged,
    int pagesOfPaged,
    @Nullable Rate falsePages,
    int wrongLabels,
    Share namedRight,
    Share causeNamedRight) {

  /**
   * Adds up.
   *
   * @param namesKinds whether the system's messages say of which kind they are
   */
  static Row of(@Nullable Kind kind, List<RecordingScore> recordings, boolean namesKinds) {
    List<IncidentScore> incidents =
        recordings.stream()
            .flatMap(recording -> recording.incidents().stream())
            .filter(incident -> kind == null || incident.label().kind() == kind)
            .toList();
    int detected = count(incidents, IncidentScore::detected);
    int paged = count(incidents, incident -> incident.pages() > 0);
    int falsePages = pages(recordings, RecordingScore::falsePages, kind);
    int wrongLabels = pages(recordings, RecordingScore::wrongLabels, kind);
    double weeks = recordings.stream().mapToDouble(RecordingScore::quietFunctionWeeks).sum();
    boolean told = kind == null || namesKinds;
    return new Row(
        kind,
        new Share(detected, incidents.size()),
        told ? new Share(paged, paged + falsePages + wrongLabels) : null,
        times(incidents, IncidentScore::timeToDetect),
        times(incidents, IncidentScore::leadTime),
        count(incidents, incident -> incident.label().firstImpact().isPresent()),
        paged,
        incidents.stream().mapToInt(IncidentScore::pages).sum(),
        told ? new Rate(falsePages, weeks) : null,
        wrongLabels,
        new Share(count(incidents, IncidentScore::namedRight), detected),
        new Share(
            count(incidents, IncidentScore::causeNamedRight),
            count(incidents, IncidentScore::causeAsked)));
  }

  private static int count(List<IncidentScore> incidents, Predicate<IncidentScore> which) {
    return (int) incidents.stream().filter(which).count();
  }

  private static int pages(
      List<RecordingScore> recordings,
      Function<RecordingScore, List<Message>> which,
      @Nullable Kind kind) {
    return (int)
        recordings.stream()
            .flatMap(recording -> which.apply(recording).stream())
            .filter(page -> kind == null || page.kind() == kind)
            .count();
  }

  private static Durations times(
      List<IncidentScore> incidents, Function<IncidentScore, OptionalLong> time) {
    return new Durations(
        incidents.stream().map(time).flatMapToLong(OptionalLong::stream).toArray());
  }

  /**
   * Of the incidents that had an impact, the share that was known at least so long before it. A
   * missed incident had no lead.
   */
  public Share leadAtLeast(long millis) {
    return new Share(leadTime.atLeast(millis), withImpact);
  }

  /** Mean pages about an incident that was paged; not a number when none was. */
  public double pagesPerIncident() {
    return paged == 0 ? Double.NaN : (double) pagesOfPaged / paged;
  }
}
