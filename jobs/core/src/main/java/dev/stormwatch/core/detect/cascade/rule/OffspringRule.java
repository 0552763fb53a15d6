package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.settings.CascadeSettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Does each call of one function cause many times as many of another as it did?
 *
 * <p><b>Mechanism.</b> A release expands each list for each of its members, and an event has a
 * hundred calls where it had three. Events come as always, so what they are to become is known by
 * their rate, and no trace is needed to see who causes the calls: they come in groups, one after
 * each event.
 *
 * <p><b>Formula.</b> Let x and y be the calls of the one and the other in panes of {@value #PANE}
 * s, y some seconds later. If each call of x causes m of y, and x scatters as traffic does, then of
 * the differences from one pane to the next, in which no trend counts,
 *
 * <pre>
 *   m = cov(x, y) / var(x)               calls for each, where others add to y independently
 *   R² = cov² / (var x · var y) → 1      of what is independent about 1 / n, n the panes
 *   R √((n − 2) / (1 − R²))              its size in standard errors
 *   var(y) / 2 mean(y) ≈ m               groups of m; 1 where calls know nothing of one another
 *   m · mean(x) ≈ mean(y)                x explains it
 *   (Λy / Λx) / (λy / λx)                by how much it is more than usual, Λ the rates now
 * </pre>
 *
 * <p>It is a cascade if R is {@value #CERTAIN} standard errors, m ≥ {@value #LEAST}, groups are as
 * large and y as many as m says, it is <i>generationRatio</i> times as much as usual, for {@value
 * #LEAST_SECONDS} s and {@value #EVENTS} events, in which y has <i>fanOutCalls</i>. Whose calls
 * cause those of x in the same way, in whatever number, is the root.
 *
 * <p><b>Why it works.</b> A pipeline that grows with what comes in keeps its ratio. A surge, a
 * backfill or a load test of y has nothing to do with x. A clock's calls do not scatter, and tell
 * nothing of who causes what.
 *
 * <p><b>What it mistakes for it.</b> Something outside that calls both, and y more often since a
 * release. A release that is meant to do more: so it is a ticket, and a page when it goes on. What
 * it cannot see: what waits in a queue until workers have time for it, for then no group is left.
 *
 * <p><b>Source.</b> Bartlett (1963) on the spectra and cross-covariance of point processes.
 */
public final class OffspringRule implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int PANE = 10;

  /** Seconds by which what is caused may be later, each tried. */
  private static final int[] LATER = {0, 1, 2, 4, 7, 10};

  /** Standard errors: of hundreds of functions, and any seconds between, some agree by chance. */
  private static final double CERTAIN = 6;

  /** The same of who stands above or between functions that are known. */
  private static final double LIKELY = 4;

  /** Fewer calls for each are those of retries. */
  private static final double LEAST = 10;

  private static final double MORE = 1.5;

  private static final int LEAST_SECONDS = 120;
  private static final int MOST_SECONDS = 240;
  private static final int EVENTS = 12;
  private static final int FEWEST_PANES = 10;

  /**
   * What explains calls explains so much of them at least, and no more than they are by so much.
   */
  private static final double EXPLAINED = 0.6;

  private static final double OVERSTATED = 1.5;

  /** Groups, over those that there would be if all of them came at once. */
  private static final double GROUPED = 0.3;

  /** Events come no faster than so many times what is usual. */
  private static final double USUAL = 2;

  /** Functions above one another. */
  private static final int MOST_LEVELS = 4;

  private final CascadeSettings settings;
  private final long slotSeconds;

  OffspringRule(Settings settings) {
    this.settings = settings.cascade;
    this.slotSeconds = settings.clock.slotMillis / 1000;
  }

  @Nullable Suspect find(AccountState state) {
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      Member child = entry.getValue();
      long to = child.lateness.settled(state.end, slotSeconds);
      if (isMore(child, to - LEAST_SECONDS / 2, to) && !isSpared(entry.getKey(), state)) {
        long from = since(child, to, state.end);
        String parent = to - from < LEAST_SECONDS ? "" : parent(entry.getKey(), from, to, state);
        if (!parent.isEmpty()) {
          return suspect(parent, entry.getKey(), from, to, state);
        }
      }
    }
    return null;
  }

  private boolean isSpared(String function, AccountState state) {
    return settings.isMeant(function) || state.cascading(function);
  }

  private boolean isMore(Member member, long from, long to) {
    long calls = member.count(from, to);
    return 2 * calls >= settings.fanOutCalls
        && calls >= settings.generationRatio * member.ordinary() * (to - from);
  }

  /** First second of what is more, as far back as is looked at. */
  private static long since(Member member, long to, long end) {
    long first = Math.max(to - MOST_SECONDS, end - StartRing.SECONDS);
    double some = 2 * member.ordinary() * 2 * PANE;
    long since = to;
    while (since - PANE >= first && member.count(since - 2 * PANE, since) > some) {
      since -= PANE;
    }
    return since;
  }

  /** Whose calls explain those of a function best; empty if nobody's do. */
  private String parent(String child, long from, long to, AccountState state) {
    Member caused = member(child, state);
    String best = "";
    double most = CERTAIN;
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      Member cause = entry.getValue();
      long events = cause.count(from, to);
      double ratio = caused.count(from, to) / (double) Math.max(1, events);
      double usual = caused.ordinary() / cause.ordinary();
      if (!entry.getKey().equals(child)
          && events >= EVENTS
          && ratio >= LEAST * EXPLAINED
          && cause.ordinary() > 0
          && events <= USUAL * cause.ordinary() * (to - from)
          && ratio >= settings.generationRatio * usual
          && !isSpared(entry.getKey(), state)) {
        double explains = explains(cause, caused, LEAST, from, to);
        if (explains > most) {
          most = explains;
          best = entry.getKey();
        }
      }
    }
    return best;
  }

  private static Member member(String name, AccountState state) {
    return Objects.requireNonNull(state.members.get(name));
  }

  private Suspect suspect(String parent, String child, long from, long to, AccountState state) {
    List<String> path = new ArrayList<>(List.of(parent, child));
    for (int level = 0; level < MOST_LEVELS; level++) {
      String above = above(path, from, to, state);
      if (above.isEmpty()) {
        break;
      }
      path.add(0, above);
    }
    path.addAll(path.size() - 1, between(path.get(path.size() - 2), child, from, to, state));
    long roots = member(path.get(0), state).count(from, state.end);
    return new Suspect(Shape.WIDER, path, from, roots);
  }

  /** Who calls the first of some functions, less often than that is called. */
  private String above(List<String> path, long from, long to, AccountState state) {
    Member first = member(path.get(0), state);
    Map<String, Double> found = new TreeMap<>();
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      Member cause = entry.getValue();
      long events = cause.count(from, to);
      if (!path.contains(entry.getKey())
          && events >= EVENTS
          && first.count(from, to) >= MORE * events
          && !isSpared(entry.getKey(), state)) {
        found.put(entry.getKey(), explains(cause, first, MORE, from, to));
      }
    }
    return found.entrySet().stream()
        .filter(one -> one.getValue() > LIKELY)
        .max(Comparator.comparingDouble(Map.Entry::getValue))
        .map(Map.Entry::getKey)
        .orElse("");
  }

  /** Whom one function calls so that it calls another, if anybody. */
  private List<String> between(
      String parent, String child, long from, long to, AccountState state) {
    Member first = member(parent, state);
    Member last = member(child, state);
    String best = "";
    double most = LIKELY;
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      Member middle = entry.getValue();
      long calls = middle.count(from, to);
      if (calls >= MORE * first.count(from, to)
          && last.count(from, to) >= MORE * calls
          && !isSpared(entry.getKey(), state)) {
        double above = explains(first, middle, MORE, from, to);
        double explains = Math.min(above, explains(middle, last, MORE, from, to));
        best = explains > most ? entry.getKey() : best;
        most = Math.max(most, explains);
      }
    }
    return best.isEmpty() ? List.of() : List.of(best);
  }

  /**
   * How certain it is that one function's calls cause another's, standard errors; 0 where they do
   * not explain how many those are.
   */
  private static double explains(Member cause, Member caused, double least, long from, long to) {
    double best = 0;
    for (int later : LATER) {
      best = Math.max(best, explains(cause, caused, later, least, from, to));
    }
    return best;
  }

  private static double explains(
      Member cause, Member caused, int later, double least, long from, long to) {
    int panes = (int) ((to - from - later) / PANE);
    double events = cause.count(from, from + PANE);
    double calls = caused.count(from + later, from + later + PANE);
    double sumX = events;
    double sumY = calls;
    double squaresX = 0;
    double squaresY = 0;
    double products = 0;
    for (int i = 1; i < panes; i++) {
      long pane = from + (long) i * PANE;
      double x = cause.count(pane, pane + PANE);
      double y = caused.count(pane + later, pane + later + PANE);
      sumX += x;
      sumY += y;
      squaresX += (x - events) * (x - events);
      squaresY += (y - calls) * (y - calls);
      products += (x - events) * (y - calls);
      events = x;
      calls = y;
    }
    if (panes < FEWEST_PANES || squaresX <= 0 || products <= 0) {
      return 0;
    }
    double each = products / squaresX;
    double explained = each * sumX / sumY;
    // Differences have twice the variance.
    boolean grouped = squaresY / (2 * (panes - 1)) >= GROUPED * each * sumY / panes;
    double share = products * products / (squaresX * squaresY);
    return each >= least && explained >= EXPLAINED && explained <= OVERSTATED && grouped
        ? Math.sqrt(share * (panes - 3) / Math.max(1e-9, 1 - share))
        : 0;
  }
}
