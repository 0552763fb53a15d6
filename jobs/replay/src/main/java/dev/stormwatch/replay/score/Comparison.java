package dev.stormwatch.replay.score;

import dev.stormwatch.core.detect.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Two systems on the same incidents.
 *
 * @param other name of the system held against
 * @param kind of the incidents; null for all kinds
 * @param onlyOurs incidents that only ours detected
 * @param onlyTheirs incidents that only the other detected
 * @param neither incidents that both missed
 * @param earlier how much earlier ours was on the incidents that both detected, milliseconds;
 *     negative where the other was first
 */
public record Comparison(
    String other,
    @Nullable Kind kind,
    int onlyOurs,
    int onlyTheirs,
    int neither,
    Durations earlier) {

  /** Holds one system against another. */
  public static Comparison of(Scoreboard ours, Scoreboard other) {
    return of(ours, other.system(), List.of(other), null);
  }

  /**
   * Holds one system against several at once: of each incident, against whichever of them was
   * first. Nobody has such a system without the false pages of all of them.
   *
   * @param others on the same recordings
   * @param kind of the incidents to look at; null for all
   */
  public static Comparison of(
      Scoreboard ours, String name, List<Scoreboard> others, @Nullable Kind kind) {
    List<IncidentScore> mine = ours.incidents();
    List<List<IncidentScore>> theirs = others.stream().map(Scoreboard::incidents).toList();
    List<Long> earlier = new ArrayList<>();
    int onlyOurs = 0;
    int onlyTheirs = 0;
    int neither = 0;
    for (int i = 0; i < mine.size(); i++) {
      if (kind != null && mine.get(i).label().kind() != kind) {
        continue;
      }
      int incident = i;
      OptionalLong first =
          theirs.stream()
              .map(incidents -> incidents.get(incident).timeToDetect())
              .flatMapToLong(OptionalLong::stream)
              .min();
      OptionalLong own = mine.get(i).timeToDetect();
      if (own.isPresent() && first.isPresent()) {
        earlier.add(first.getAsLong() - own.getAsLong());
      } else if (own.isPresent()) {
        onlyOurs++;
      } else if (first.isPresent()) {
        onlyTheirs++;
      } else {
        neither++;
      }
    }
    return new Comparison(
        name,
        kind,
        onlyOurs,
        onlyTheirs,
        neither,
        new Durations(earlier.stream().mapToLong(Long::longValue).toArray()));
  }

  public int both() {
    return earlier.size();
  }

  /** Of the incidents that both detected, those that ours detected first. */
  public Share earlierShare() {
    return new Share(earlier.atLeast(1), earlier.size());
  }
}
