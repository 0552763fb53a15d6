package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.detect.cascade.rule.Cycle;
import dev.stormwatch.core.detect.cascade.rule.Evenness;
import dev.stormwatch.core.settings.CascadeSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Functions that a cascade takes with it, though the rule that found it knows of others alone: a
 * trace that only one of them logs, calls of which those of one are even enough.
 *
 * <pre>
 *   x_k, y_k            calls beyond what is usual in pane k, of a function that is known and of
 *                       another, whose bursts began within a minute
 *   r = Σ y / Σ x       calls of it for each call of the known one
 *   r x_k / 2 ≤ y_k ≤ 2 r x_k     in every pane but one in four, but for chance
 * </pre>
 *
 * <p>while x grows threefold and more. Any two steps keep one ratio from then on, so of those it is
 * asked that they began within {@value #AT_ONCE_SECONDS} s and are even, as calls of people are
 * not, or what {@link Cycle} asks. A trace in which calls of both come back says it by itself.
 *
 * <p><b>Why it works.</b> Two bursts of twenty times the usual calls are seldom, and two that begin
 * within a minute and grow by the same multiples seldomer; one of them is known to be no traffic.
 *
 * <p><b>What it mistakes for it.</b> What a crowd calls that came within the same minute, and grows
 * as fast. What each turn calls and that calls nothing of the cycle is taken along: it is paid for
 * as well.
 */
final class Companions implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int TOGETHER_SECONDS = 60;

  /** Two bursts of what knows nothing of one another hardly begin within so few seconds. */
  private static final int AT_ONCE_SECONDS = 5;

  private static final int PANE_SECONDS = 10;
  private static final int MOST_SECONDS = 240;
  private static final int FEWEST_PANES = 4;

  /** One pane in so many may be another: a limit stops one function before the other. */
  private static final int SPARED = 4;

  private static final double KEPT = 2;

  /** By so much they must have grown together: any two steps keep one ratio from then on. */
  private static final double GREW = 3;

  /** Standard deviations of chance. */
  private static final double CHANCE = 3;

  /** Calls of one for a call of the other at most. */
  private static final double MOST = 20;

  /** The same for each batch of a stream, of which each record calls. */
  private static final double MOST_OF_BATCHES = 100;

  /** What is steady varies by so much of itself at most, for so long. */
  private static final double VARIES = 0.05;

  private static final int STEADY_SECONDS = 120;

  private static final long FIRST = 20;

  /** Calls of one trace that make a function part of what goes round in it. */
  private static final long TURNS = 20;

  /** Fewer calls keep any ratio. */
  private static final double ENOUGH = 40;

  private final CascadeSettings settings;
  private final long slotSeconds;

  Companions(CascadeSettings settings, long slotSeconds) {
    this.settings = settings;
    this.slotSeconds = slotSeconds;
  }

  /** The same cascade, with all that it takes with it. */
  Suspect join(Suspect suspect, AccountState state) {
    Map<String, Member> bursts = state.bursts();
    Member known =
        suspect.path.stream()
            .filter(bursts::containsKey)
            .map(bursts::get)
            .min(Comparator.comparingLong(member -> member.burst.since))
            .orElse(null);
    if (known == null || !suspect.callsItself()) {
      return suspect;
    }
    List<String> path = new ArrayList<>(suspect.path);
    for (Map.Entry<String, Member> entry : bursts.entrySet()) {
      String name = entry.getKey();
      Member other = entry.getValue();
      if (!path.contains(name)
          && !settings.isMeant(name)
          && other.burst.calls > settings.repeatRatio * other.largest
          && (sharesTrace(name, suspect, state) || keepsRatio(known, other, state.end))) {
        path.add(name);
      }
    }
    if (path.size() == suspect.path.size()) {
      return suspect;
    }
    // Whose beginning a trace tells is the root, whatever the others' first calls say.
    String root = suspect.trace.known() ? suspect.path.get(0) : "";
    path.sort(
        Comparator.comparing((String name) -> !name.equals(root))
            .thenComparingLong(name -> began(bursts.get(name), state.end)));
    return suspect.through(path);
  }

  /**
   * Do its calls come back in a trace in which those of the cascade do? So many turns of one trace
   * nobody means, though where it is sampled they are too few to show a cascade by themselves.
   */
  private static boolean sharesTrace(String name, Suspect suspect, AccountState state) {
    return state.trees.all().stream()
        .filter(tree -> tree.since() >= suspect.since - TreeReport.ONSET_SECONDS)
        .filter(tree -> tree.calls(name) >= TURNS)
        .anyMatch(
            tree ->
                suspect.path.stream()
                    .mapToDouble(known -> tree.calls(name) / (double) tree.calls(known))
                    .anyMatch(ratio -> ratio <= MOST && ratio >= 1 / MOST));
  }

  /** The second by which a burst had some calls: of the very first, chance makes the order. */
  private static long began(@Nullable Member member, long end) {
    if (member == null) {
      return Long.MIN_VALUE;
    }
    long second = member.burst.since;
    long calls = 0;
    while (second < end && second >= end - StartRing.SECONDS && calls < FIRST) {
      calls += member.at(second);
      second++;
    }
    return second;
  }

  private boolean keepsRatio(Member known, Member other, long end) {
    if (Math.abs(known.burst.since - other.burst.since) > TOGETHER_SECONDS) {
      return false;
    }
    long to =
        end - Math.max(known.lateness.settles(slotSeconds), other.lateness.settles(slotSeconds));
    long from = Math.max(to - MOST_SECONDS, Math.min(known.burst.since, other.burst.since));
    double all = beyond(known, from, to);
    double others = beyond(other, from, to);
    double ratio = others / all;
    if (Math.min(all, others) < ENOUGH || ratio > MOST_OF_BATCHES || ratio < 1 / MOST_OF_BATCHES) {
      return false;
    }
    boolean few = ratio <= MOST && ratio >= 1 / MOST;
    double[] panes = panes(known, from, to);
    double[] otherPanes = panes(other, from, to);
    return keepsRatio(panes, otherPanes, ratio)
        && (isTwin(known, other, from, to) || few && grew(panes) && grew(otherPanes));
  }

  /** Did they begin at once, and is the other no more what people call than the known one is? */
  private boolean isTwin(Member known, Member other, long from, long to) {
    return Math.abs(known.burst.since - other.burst.since) <= AT_ONCE_SECONDS
        && (Evenness.inAny(other, to, to - from, settings.regularity, Evenness.CHANCE)
            || isSteady(other, to));
  }

  /** Is it as steady as what batches of a stream call, if not even: those come in groups? */
  private static boolean isSteady(Member member, long to) {
    double calls = member.count(to - STEADY_SECONDS, to) * PANE_SECONDS / (double) STEADY_SECONDS;
    double dispersion = member.dispersion(to - STEADY_SECONDS, to, PANE_SECONDS);
    // Of fewer calls than that it is chance.
    return calls * VARIES * VARIES >= 1 && dispersion <= VARIES * VARIES * calls;
  }

  private static boolean keepsRatio(double[] known, double[] other, double ratio) {
    int apart = 0;
    for (int i = 0; i < known.length; i++) {
      double expected = ratio * known[i];
      double chance = CHANCE * Math.sqrt(Math.max(1, Math.max(expected, other[i])));
      boolean more = other[i] > KEPT * expected + chance;
      boolean fewer = other[i] < expected / KEPT - chance;
      apart += more || fewer ? 1 : 0;
    }
    return known.length >= FEWEST_PANES && apart * SPARED <= known.length;
  }

  private static boolean grew(double[] panes) {
    return Arrays.stream(panes).max().orElse(0) >= GREW * Arrays.stream(panes).min().orElse(0);
  }

  /** Calls beyond what is usual in each pane, the newest first. */
  private static double[] panes(Member member, long from, long to) {
    double[] panes = new double[(int) ((to - from) / PANE_SECONDS)];
    for (int i = 0; i < panes.length; i++) {
      long end = to - (long) i * PANE_SECONDS;
      panes[i] = beyond(member, end - PANE_SECONDS, end);
    }
    return panes;
  }

  private static double beyond(Member member, long from, long to) {
    return Math.max(0, member.beyond((double) from, (double) to));
  }
}
