package dev.stormwatch.replay.score;

import dev.stormwatch.core.detect.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One system over a whole corpus.
 *
 * @param namesKinds whether its messages say of which kind they are
 * @param recordings in the corpus' order, the same for every system
 */
public record Scoreboard(String system, boolean namesKinds, List<RecordingScore> recordings) {

  /** What the confusion matrix calls an incident that nobody spoke of. */
  public static final String NOTHING = "(nothing)";

  /** What the confusion matrix calls a page about nothing. */
  public static final String NO_INCIDENT = "(no incident)";

  public Scoreboard {
    recordings = List.copyOf(recordings);
  }

  /** The kinds that have an incident in the corpus. */
  public Set<Kind> kinds() {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    incidents().forEach(incident -> kinds.add(incident.label().kind()));
    return kinds;
  }

  /** One row for each kind that has an incident or was paged for, in the kinds' own order. */
  public List<Row> rows() {
    Set<Kind> kinds = kinds();
    kinds.addAll(byKind(RecordingScore::falsePages).keySet());
    kinds.addAll(byKind(RecordingScore::wrongLabels).keySet());
    return kinds.stream().map(this::row).toList();
  }

  /** One kind alone. */
  public Row row(Kind kind) {
    return Row.of(kind, recordings, namesKinds);
  }

  /** All kinds together. */
  public Row total() {
    return Row.of(null, recordings, namesKinds);
  }

  /** All incidents, recording by recording. */
  public List<IncidentScore> incidents() {
    List<IncidentScore> incidents = new ArrayList<>();
    recordings.forEach(recording -> incidents.addAll(recording.incidents()));
    return incidents;
  }

  /** Pages of all recordings. */
  public int pages() {
    return recordings.stream().mapToInt(RecordingScore::pages).sum();
  }

  public double quietFunctionWeeks() {
    return recordings.stream().mapToDouble(RecordingScore::quietFunctionWeeks).sum();
  }

  /**
   * By labelled kind, under which kinds the messages came: an incident counts once for each kind
   * that it was called by, tickets included. Empty for a system that names no kinds.
   */
  public Map<String, Map<String, Integer>> confusion() {
    Map<String, Map<String, Integer>> matrix = new TreeMap<>();
    if (!namesKinds) {
      return matrix;
    }
    for (IncidentScore incident : incidents()) {
      Map<String, Integer> row =
          matrix.computeIfAbsent(incident.label().kind().wireName(), kind -> new TreeMap<>());
      if (incident.called().isEmpty()) {
        row.merge(NOTHING, 1, Integer::sum);
      }
      incident.called().forEach(kind -> row.merge(kind.wireName(), 1, Integer::sum));
    }
    byKind(RecordingScore::falsePages)
        .forEach(
            (kind, pages) ->
                matrix
                    .computeIfAbsent(NO_INCIDENT, none -> new TreeMap<>())
                    .put(kind.wireName(), pages));
    return matrix;
  }

  private Map<Kind, Integer> byKind(Function<RecordingScore, List<Message>> which) {
    Map<Kind, Integer> pages = new EnumMap<>(Kind.class);
    for (RecordingScore recording : recordings) {
      for (Message page : which.apply(recording)) {
        if (page.kind() != null) {
          pages.merge(page.kind(), 1, Integer::sum);
        }
      }
    }
    return pages;
  }
}
