package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Trail;
import dev.stormwatch.core.detect.cascade.account.Tree;
import dev.stormwatch.core.detect.cascade.rule.CascadeRules;
import dev.stormwatch.core.settings.CascadeSettings;
import java.io.Serializable;

/** When a cascade is over: see {@link CascadeDetector}. */
final class Ending implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Calls a minute, as a multiple of usual, to which a cascade that is over falls. */
  private static final double OVER_RATIO = 3;

  /** Below so many calls a minute nothing is under way. */
  private static final long OVER_CALLS = 10;

  /** So many events are to be expected in the time in which one is waited for. */
  private static final double EVENTS = 5;

  /** What comes so seldom is not waited for. */
  private static final long MOST_QUIET_SECONDS = 900;

  private final CascadeSettings settings;
  private final CascadeRules rules;

  Ending(CascadeSettings settings, CascadeRules rules) {
    this.settings = settings;
    this.rules = rules;
  }

  /** Is its trace silent, and every one of its functions back to about what is usual? */
  boolean isOver(Cascade cascade, AccountState state) {
    Tree tree = state.trees.find(cascade.trace);
    if (tree != null && state.end * 1000 - tree.heardAt < settings.recoveryMillis) {
      return false;
    }
    long minutes = Math.max(1, (quietSeconds(cascade, state) + 59) / 60);
    for (String name : cascade.path) {
      Member member = state.members.get(name);
      if (member != null) {
        double usual = member.ordinary();
        double enough = minutes * Math.max(OVER_CALLS, OVER_RATIO * usual * 60);
        if (member.since(state.end - 60 * minutes, state.end) > enough
            || rules.isStillBusy(cascade, member, state.end)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * For how long its functions must be as usual. What a fan-out makes of an event shows at its next
   * one, so some of those must have had the time to come; and so must the next turn of a loop.
   */
  private long quietSeconds(Cascade cascade, AccountState state) {
    long least = settings.recoveryMillis / 1000;
    Member root = state.members.get(cascade.root());
    if (!cascade.fansOut()) {
      long waits = root == null ? 0 : pause(root, cascade, state.end);
      return waits > least ? Math.min(MOST_QUIET_SECONDS, waits + Trail.PANE_SECONDS) : least;
    }
    double events = root == null ? 0 : root.ordinary();
    boolean comes = !cascade.isYoung() && events * MOST_QUIET_SECONDS >= EVENTS;
    return comes ? Math.max(least, (long) Math.ceil(EVENTS / events)) : least;
  }

  /** The longest time for which calls paused and then went on: turns of minutes come in pulses. */
  static long pause(Member root, Cascade cascade, long end) {
    double few = Math.max(OVER_CALLS, OVER_RATIO * root.ordinary() * 60) / 60 * Trail.PANE_SECONDS;
    long longest = 0;
    long pause = 0;
    boolean began = false;
    for (long at = Math.max(Trail.from(end), Trail.floor(cascade.since));
        at < end;
        at += Trail.PANE_SECONDS) {
      if (root.trail.at(at) > few) {
        longest = began ? Math.max(longest, pause) : 0;
        began = true;
        pause = 0;
      } else {
        pause += Trail.PANE_SECONDS;
      }
    }
    return longest;
  }
}
