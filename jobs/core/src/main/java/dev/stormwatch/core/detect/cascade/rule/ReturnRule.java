package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Do the calls of a long turn ago come back, and with them one for each event since?
 *
 * <p><b>Mechanism.</b> A queue that delays its messages, or several functions in a circle, make
 * turns of a quarter of a minute and longer. No pane is even then, and the rate rises so slowly
 * that it is no burst of anything for minutes. But every call returns.
 *
 * <p><b>Formula.</b> Let events come as they always did, μ a second, and each go round in turns of
 * T seconds from some moment t₀ on. Not on average but call by call
 *
 * <pre>
 *   n(t) = n(t − T) + μ              so the rate rises in a line, of slope μ / T, from μ on
 *   mean (n(t) − n(t − T) − μ w)² / (n(t) + n(t − T))     in panes of w: μ w / 2n in the loop,
 *                                    1 where calls know nothing of those a turn ago
 * </pre>
 *
 * <p>So the slope says what a turn takes, and T what the calls of a turn ago must be. At {@value
 * #RISE} times the rate of before, more than a queue delivers a message, {@value #PANES} panes and
 * more scatter by a sixth of what chance leaves.
 *
 * <p><b>Why it works.</b> People who become more scatter at any distance. Clients that call back to
 * back are even at any distance, a turn's calls at that of a turn alone: panes side by side are
 * not. And who adds clients to a load test, or devices to a fleet, knows neither μ nor T. What
 * comes back after twice as long, and by chance after half of it, is told by the longer time, at
 * which less is left.
 *
 * <p><b>What it mistakes for it.</b> Devices that stay, call at one distance, and come as fast as
 * calls did before; messages that fail and are delivered without end. What it cannot see: a loop
 * that only some of the events take, turns that vary by more than a third of a pane, batches that
 * take in the more messages the more there are.
 *
 * <p><b>Sources.</b> Hawkes and Oakes (1974) on clusters; AWS, "Amazon SQS delay queues".
 */
final class ReturnRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The rate over that of before; queues give up a message after ten deliveries and fewer. */
  private static final double RISE = 12;

  /** The same where one function's calls may be a queue's deliveries: some give up later. */
  private static final double REDELIVERED_RISE = 20;

  /** A queue delivers a message again after half a minute, unless it is told otherwise. */
  private static final int REDELIVERED_SECONDS = 25;

  /** Of so few calls a second before nothing is learned within minutes. */
  private static final double RAREST = 0.2;

  /** What returned, over what chance would leave, is at most so much. */
  private static final double CERTAIN = 0.16;

  /** The same for what rises with a function of which it is certain. */
  private static final double LIKELY = 0.5;

  private static final int PANES = 18;

  /** Seconds of a pane at most, and at most half a turn. */
  private static final int WIDEST = 10;

  private static final int SHORTEST_TURN = 6;
  private static final int LONGEST_TURN = 60;

  /** By so much the slope of a line may be wrong. */
  private static final double INEXACT = 1.3;

  /** What returns is beyond what did before by as many calls as there are events, but for that. */
  private static final double UNUSUAL = 0.25;

  /** Panes of a quarter of a turn scatter at least so much where only a turn makes calls even. */
  private static final double UNEVEN = 0.5;

  private static final int MINUTE = 60;

  /** Seconds between the minutes whose rates make a line. */
  private static final int APART = 120;

  /** The slope of the last minute over that of the line: clients are all there at some time. */
  private static final double STRAIGHT = 0.7;

  /** Over so long it is known how often it was called before. */
  private static final int BEFORE_SECONDS = 600;

  private static final int FEWEST_BEFORE = 60;

  private final CascadeSettings settings;
  private final long slotSeconds;

  ReturnRule(Settings settings) {
    this.settings = settings.cascade;
    this.slotSeconds = settings.clock.slotMillis / 1000;
  }

  @Nullable Suspect find(AccountState state) {
    Map<String, Line> found = new TreeMap<>();
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      Line line =
          settings.isMeant(entry.getKey()) || state.explained(entry.getKey())
              ? null
              : Line.of(entry.getValue(), state.end, slotSeconds);
      if (line != null
          && line.rise >= RISE / 2
          && !state.explained(line.since)
          && line.returnsAfter(LIKELY) > 0) {
        found.put(entry.getKey(), line);
      }
    }
    boolean certain = found.values().stream().anyMatch(line -> isCertain(line, found.size()));
    return certain ? suspect(found, state.end) : null;
  }

  /** Do the calls of what may be clients come back, a turn later? */
  boolean showsIn(Cascade cascade, AccountState state) {
    Member root = state.members.get(cascade.root());
    Line line = root == null ? null : Line.of(root, state.end, slotSeconds);
    return line != null && isCertain(line, cascade.path.size());
  }

  private static boolean isCertain(Line line, int functions) {
    int turn = line.rise >= RISE ? line.returnsAfter(CERTAIN) : 0;
    boolean redelivered = functions == 1 && turn >= REDELIVERED_SECONDS;
    return turn > 0 && line.rise >= (redelivered ? REDELIVERED_RISE : RISE);
  }

  private static Suspect suspect(Map<String, Line> found, long end) {
    List<Map.Entry<String, Line>> inOrder = new ArrayList<>(found.entrySet());
    inOrder.sort(Comparator.comparingLong(entry -> entry.getValue().since));
    List<String> path = inOrder.stream().map(Map.Entry::getKey).collect(Collectors.toList());
    Line first = inOrder.get(0).getValue();
    return new Suspect(
        Shape.LOOP, path, first.since, Math.round(first.usual * (end - first.since)));
  }

  /** A rate that rises in a line from what was usual. */
  private static final class Line {

    private final Member member;

    /** Second up to which nearly all calls are told. */
    private final long settled;

    /** Second from which on they are kept. */
    private final long kept;

    /** Calls a second before it. */
    private final double usual;

    /** What a turn takes if every event goes round, seconds. */
    private final double turn;

    /** First second of it. */
    private final long since;

    /** The rate of the last minute, over what was usual. */
    private final double rise;

    private Line(Member member, long settled, long end, double usual, double turn, double rise) {
      this.member = member;
      this.settled = settled;
      this.kept = end - StartRing.SECONDS;
      this.usual = usual;
      this.turn = turn;
      this.rise = rise;
      this.since = settled - MINUTE / 2 - Math.round(turn * (rise - 1));
    }

    /** The line of a function's calls; null where there is none. */
    static @Nullable Line of(Member member, long end, long slotSeconds) {
      long settled = member.lateness.settled(end, slotSeconds);
      double known = member.ordinary();
      double rate = member.count(settled - MINUTE, settled) / (double) MINUTE;
      if (known < RAREST || rate < RISE / 2 * known || member.catchesUp()) {
        return null;
      }
      long then = settled - APART;
      double slope = (rate - member.count(then - MINUTE, then) / (double) MINUTE) / APART;
      long middle = settled - MINUTE;
      double latest = rate - member.count(middle - MINUTE, middle) / (double) MINUTE;
      if (slope <= 0 || latest < STRAIGHT * slope * MINUTE) {
        return null;
      }
      long began = settled - MINUTE / 2 - Math.round((rate - known) / slope);
      long from = Math.max(Trail.from(end), began - BEFORE_SECONDS);
      long to = Trail.floor(began) - Trail.PANE_SECONDS;
      long first = Trail.ceiling(from);
      long before = first < to ? member.trail.count(first, to) : 0;
      if (before < FEWEST_BEFORE) {
        return null;
      }
      double usual = before / (double) (to - first);
      return new Line(member, settled, end, usual, usual / slope, rate / usual);
    }

    /**
     * Seconds after which calls return, but for so much of what chance would leave; 0 where they do
     * not.
     */
    int returnsAfter(double most) {
      int longest = (int) Math.min(LONGEST_TURN, Math.ceil(turn * INEXACT));
      int shortest = (int) Math.max(SHORTEST_TURN, Math.floor(turn / INEXACT));
      int best = 0;
      double least = most;
      for (int lag = shortest; lag <= longest; lag++) {
        double left = left(lag, 1);
        if (left <= least && unevenness(lag) >= Math.max(UNEVEN, 2 * left)) {
          least = left;
          best = lag;
        }
      }
      if (best == 0) {
        return 0;
      }
      for (int lag = 2 * shortest; lag <= 2 * longest; lag++) {
        if (left(lag, 2) < least) {
          return 0;
        }
      }
      return best;
    }

    /**
     * What does not return after so many seconds, over what chance would leave; NaN: unknown. It is
     * more after two turns than after one, unless those are halves of what something takes.
     */
    private double left(int lag, int turns) {
      int width = Math.min(WIDEST, lag / turns / 2);
      double added = turns * usual * width;
      int panes = (int) ((settled - Math.max(since, kept) - lag) / width);
      double squares = 0;
      double more = 0;
      for (int i = 1; i <= panes; i++) {
        long at = settled - (long) i * width;
        double now = member.count(at, at + width);
        double before = member.count(at - lag, at - lag + width);
        double apart = now - before - added;
        squares += apart * apart / Math.max(1, now + before);
        more += now - before;
      }
      boolean keepsPace = Math.abs(more / (panes * added) - 1) <= UNUSUAL;
      return panes >= PANES / turns && keepsPace ? squares / panes : Double.NaN;
    }

    private double unevenness(int lag) {
      long from = Math.max(since, kept);
      return member.dispersion(from, settled, Math.max(1, lag / 4));
    }
  }
}
