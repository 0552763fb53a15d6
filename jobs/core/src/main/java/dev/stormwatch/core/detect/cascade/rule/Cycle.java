package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.settings.CascadeSettings;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All functions of one cycle, of which a rule has found some by their rates.
 *
 * <p>Each turn calls every function of a cycle equally often, or a whole number k of times as often
 * as another. So let x and y be the calls in the same pane of two of them beyond what is usual, y
 * taken d later, which is how long after the other it is called:
 *
 * <pre>
 *   r = Σ y / Σ x               whole, or the inverse of a whole number
 *   Var (y − r x) / E y         near 0 in a cycle; at least 1 where y knows nothing of x
 *   d = Σ_t (k X_t − Y_t) / Y   X_t, Y_t the calls until second t of the first minute, Y all of them:
 *                               by so much the mean start of a call is later
 * </pre>
 *
 * <p>What bursts in a surge beside it scatters about any ratio as far as chance lets it. The root
 * is called first, so d puts them in order where the second in which a burst shows does not.
 *
 * <p>What it mistakes for it: a function that each turn calls and that calls nothing of the cycle
 * is called as often. It cannot be first, for what calls it was called before it. What it cannot
 * see: a function whose share of the turns is lost in what calls it anyway.
 */
public final class Cycle {

  /** Functions of one cycle burst about together: the busier one is, the later it shows. */
  private static final int TOGETHER_SECONDS = 60;

  /** So many of the latest seconds are compared. */
  private static final int COMPARED_SECONDS = 120;

  /** The order is told by the beginning. */
  private static final int BEGINNING_SECONDS = 60;

  /** What precedes the first quiet stretch before a burst is part of it, if it is anything. */
  private static final int LEAD_SECONDS = 5;

  /** A ratio that is this near a whole number is one: some calls are lost, or tried again. */
  private static final double NEARLY = 0.05;

  /** Most calls of one for each of another: of more, nearly every ratio is near a whole number. */
  private static final int MOST = 5;

  /** What takes longer from one to the next is not told from another cause. */
  private static final double LONGEST_LAG = 20;

  private static final int MIDDLE = 5;
  private static final int WIDE = 10;

  /** Fewer panes may be even by chance. */
  private static final int PANES = 4;

  private final CascadeSettings settings;
  private final Member known;
  private final double from;
  private final double to;

  /** First second of which a call can be kept. */
  private final double kept;

  private Cycle(CascadeSettings settings, Member known, long end, long settles) {
    this.settings = settings;
    this.known = known;
    this.to = end - settles;
    this.kept = end - StartRing.SECONDS;
    this.from = Math.max((double) known.burst.since, to - COMPARED_SECONDS);
  }

  /**
   * Adds to what was found what takes its turns with it, and orders all by their first start.
   *
   * @param found functions that a rule knows to call themselves, at least one
   */
  static Suspect suspect(
      Cascade.Shape shape,
      Map<String, Member> found,
      AccountState state,
      CascadeSettings settings,
      long slotSeconds) {
    Member known =
        found.values().stream()
            .min(Comparator.comparingLong(member -> member.burst.since))
            .orElseThrow();
    long settles =
        state.bursts().values().stream()
            .mapToLong(member -> member.lateness.settles(slotSeconds))
            .max()
            .orElse(0);
    Cycle cycle = new Cycle(settings, known, state.end, settles);
    Map<String, Double> starts = new TreeMap<>();
    for (Map.Entry<String, Member> entry : state.bursts().entrySet()) {
      Member member = entry.getValue();
      double lag = settings.isMeant(entry.getKey()) ? Double.NaN : cycle.lag(member);
      if (!Double.isNaN(lag)) {
        starts.put(entry.getKey(), known.burst.since + lag);
      } else if (found.containsKey(entry.getKey())) {
        starts.put(entry.getKey(), (double) member.burst.since);
      }
    }
    List<String> path =
        starts.entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry::getKey))
            .map(Map.Entry::getKey)
            .collect(Collectors.toList());
    Map<String, Member> bursts = state.bursts();
    long since =
        path.stream()
            .mapToLong(name -> bursts.getOrDefault(name, known).burst.since)
            .min()
            .orElse(known.burst.since);
    double usual = bursts.getOrDefault(path.get(0), known).burst.usual;
    return new Suspect(shape, path, since, Math.round(usual * (state.end - since)));
  }

  /**
   * How much later than the known one a function of its cycle is called, seconds; NaN for a
   * function that is none of it.
   */
  private double lag(Member other) {
    if (other == known) {
      return 0;
    }
    if (Math.abs(other.burst.since - known.burst.since) > TOGETHER_SECONDS) {
      return Double.NaN;
    }
    double whole = whole(other.beyond(from, to) / known.beyond(from, to));
    double lag = lag(other, whole);
    boolean keepsPace =
        Math.abs(lag) <= LONGEST_LAG
            && scatter(other, whole, lag, MIDDLE) <= Evenness.NARROW_RATIO * settings.regularity
            && scatter(other, whole, lag, WIDE) <= settings.regularity;
    return keepsPace ? lag : Double.NaN;
  }

  /** The whole number that a ratio is nearest to, or the inverse of one. */
  private static double whole(double ratio) {
    return ratio >= 1 ? Math.rint(ratio) : 1 / Math.rint(1 / ratio);
  }

  private double lag(Member other, double whole) {
    double first = Math.min(known.burst.since, other.burst.since) - LEAD_SECONDS;
    if (first < kept) {
      return other.burst.since - known.burst.since;
    }
    double last = Math.min(to, (double) known.burst.since + BEGINNING_SECONDS);
    double ahead = 0;
    double sum = 0;
    for (double second = first; second < last; second++) {
      ahead += whole * known.beyond(second, second + 1) - other.beyond(second, second + 1);
      sum += ahead;
    }
    return sum / other.beyond(first, last);
  }

  /** How much the calls of two scatter about one ratio, over what chance does; NaN: no such one. */
  private double scatter(Member other, double whole, double lag, int width) {
    double last = to - Math.max(0, lag);
    int panes = (int) ((last - from - Math.max(0, -lag)) / width);
    double all = known.beyond(last - panes * width, last);
    double others = other.beyond(last + lag - panes * width, last + lag);
    double ratio = others / all;
    boolean isWhole = Math.abs(ratio / whole - 1) <= NEARLY && whole <= MOST && whole >= 1.0 / MOST;
    if (panes < PANES || all <= 0 || !isWhole) {
      return Double.NaN;
    }
    double squares = 0;
    for (int i = 1; i <= panes; i++) {
      double at = last - i * width;
      double apart =
          other.beyond(at + lag, at + lag + width) - ratio * known.beyond(at, at + width);
      squares += apart * apart;
    }
    return squares / (panes - 1) / (others / panes);
  }
}
