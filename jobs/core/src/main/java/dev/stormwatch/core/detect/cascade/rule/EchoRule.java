package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.detect.cascade.account.Trail;
import dev.stormwatch.core.settings.CascadeSettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls that come back after half a minute or a minute, some of each turn's events with them.
 *
 * <p><b>Mechanism.</b> Where a queue delays its messages, or functions wait for one another, an
 * event that goes round for ever is called once a turn. Only some events may do so, and turns may
 * vary by seconds. Then neither is the slope known that {@link ReturnRule} asks for, nor do calls
 * return to the second; but of each turn the next one has as many, and a few more.
 *
 * <p><b>Formula.</b> With n calls a pane, m new ones that stay and what varies left aside,
 *
 * <pre>
 *   E (n' − n − m)² = m        in panes of a turn and more, n of them in all
 *   D = (n' − n − m)² / 2n     so m / 2n, a tenth where five turns have passed; 1 if by chance
 * </pre>
 *
 * <p>while in panes of seconds the clusters of a turn scatter as events do. D is taken over panes
 * of half a minute and of a minute, until it is {@value #CHANCE} standard deviations below chance.
 *
 * <p><b>Why it works.</b> People scatter at any width, and who calls back to back is even in narrow
 * panes as well. A clock is even in wide panes only, too, but it does not become {@value #RISE}
 * times as many.
 *
 * <p><b>What it mistakes for it.</b> Clients that stay and ask every half minute whether something
 * is done, of which ever more come. So it is told as chains are: as a ticket, and as a page when it
 * has gone on for <i>lastingSeconds</i>. What it cannot see: turns of minutes, and loops of fewer
 * than a dozen calls a minute.
 *
 * <p><b>Source.</b> Hawkes and Oakes (1974) on clusters; Fano (1947) on dispersion.
 */
public final class EchoRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The rate over that of before; a queue gives up a message after so many deliveries or fewer. */
  private static final double RISE = 6;

  /** What is less than this much of it has not begun. */
  private static final double BEGUN = 2;

  /** Of fewer calls in ten minutes it is not known what is usual. */
  private static final double KNOWN = 20.0 / 600;

  private static final int PANE = Trail.PANE_SECONDS;
  private static final int FEWEST_PANES = 12;
  private static final int MOST_SECONDS = 900;

  /** Standard deviations below what chance leaves. */
  private static final double CHANCE = 3;

  /** The same of what begins with a function of which it is certain. */
  private static final double LIKELY = 1.5;

  /** In narrow panes calls scatter by so much at least, and so many times as much as in wide. */
  private static final double UNEVEN = 0.7;

  private static final double EVENER = 4;

  /** What a clock begins is all in one part of a minute, and not where chance has put events. */
  private static final double BUNCHED = 5;

  /** Of all that it has grown by, so much in one minute at most. */
  private static final double STEP = 0.4;

  /** Functions of one loop become busier about together. */
  private static final int TOGETHER_SECONDS = 120;

  private final CascadeSettings settings;
  private final long slotSeconds;

  EchoRule(Settings settings) {
    this.settings = settings.cascade;
    this.slotSeconds = settings.clock.slotMillis / 1000;
  }

  @Nullable Suspect find(AccountState state) {
    Map<String, Long> likely = new TreeMap<>();
    long first = Member.NONE;
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      Member member = entry.getValue();
      if (!settings.isMeant(entry.getKey()) && !state.explained(entry.getKey())) {
        long now = member.lateness.settled(state.end, slotSeconds);
        long since = since(member, now, state);
        if (since != Member.NONE && !state.explained(since) && echoes(member, since, now, LIKELY)) {
          likely.put(entry.getKey(), since);
          boolean certain = echoes(member, since, now, CHANCE);
          first = certain && (first == Member.NONE || since < first) ? since : first;
        }
      }
    }
    if (first == Member.NONE) {
      return null;
    }
    long certain = first;
    likely.values().removeIf(since -> Math.abs(since - certain) > TOGETHER_SECONDS);
    List<String> path = new ArrayList<>(likely.keySet());
    path.sort(
        Comparator.<String>comparingDouble(name -> -usual(name, state))
            .thenComparing(Comparator.naturalOrder()));
    long roots = Math.round(usual(path.get(0), state) * (state.end - certain));
    return new Suspect(Shape.CHAINS, path, certain, roots);
  }

  private static double usual(String name, AccountState state) {
    Member member = state.members.get(name);
    return member == null ? 0 : usual(member, state);
  }

  /** Calls a second before: what is usual may have learned from minutes of it. */
  private static double usual(Member member, AccountState state) {
    long from = Trail.from(state.end);
    double before = member.trail.before(state.end);
    boolean known = from >= state.first && before >= KNOWN;
    return known ? Math.min(before, member.ordinary()) : member.ordinary();
  }

  /**
   * First second since when it is busier than usual; {@link Member#NONE} if it is not by enough.
   */
  private static long since(Member member, long now, AccountState state) {
    long last = Trail.floor(now);
    double usual = usual(member, state) * PANE;
    long rate = member.trail.count(last - 4 * PANE, last) / 4;
    if (usual < KNOWN * PANE || rate < RISE * usual || member.catchesUp()) {
      return Member.NONE;
    }
    long since = last;
    long from = Math.max(Trail.from(state.end), last - MOST_SECONDS);
    while (since - 2 * PANE >= from
        && member.trail.count(since - 2 * PANE, since) > 2 * BEGUN * usual) {
      since -= PANE;
    }
    return last - since >= FEWEST_PANES * PANE ? since : Member.NONE;
  }

  private boolean echoes(Member member, long since, long now, double chance) {
    long last = Trail.floor(now);
    int panes = (int) ((last - since) / PANE);
    double left =
        Math.min(
            beyondChance(member.trail.dispersion(since, last, 1), panes, chance),
            beyondChance(member.trail.dispersion(since, last, 2), panes / 2, chance));
    if (left > settings.regularity || !isGradual(member, since, last)) {
      return false;
    }
    long from = Math.max(since, now - Member.LAG_SECONDS);
    double narrow = 0;
    for (int width : new int[] {5, 10, 15}) {
      narrow = Math.max(narrow, member.dispersion(from, now, width));
    }
    return narrow >= Math.max(UNEVEN, EVENER * left) && narrow <= BUNCHED;
  }

  /** Did no minute add as much as all others? Who is told to do more does so from then on. */
  private static boolean isGradual(Member member, long since, long last) {
    long most = 0;
    for (long to = last; to - 4 * PANE >= since; to -= 2 * PANE) {
      most = Math.max(most, minute(member, to) - minute(member, to - 2 * PANE));
    }
    return most <= STEP * (minute(member, last) - minute(member, since + 2 * PANE));
  }

  private static long minute(Member member, long to) {
    return member.trail.count(to - 2 * PANE, to);
  }

  /** What counts scatter, if that is less than chance leaves; else more than anything. */
  private static double beyondChance(double dispersion, int panes, double chance) {
    return dispersion <= Evenness.most(panes, chance) ? dispersion : Double.MAX_VALUE;
  }
}
