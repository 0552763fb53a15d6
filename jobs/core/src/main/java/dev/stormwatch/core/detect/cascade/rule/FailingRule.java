package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.detect.cascade.account.Trail;
import dev.stormwatch.core.settings.CascadeSettings;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Do calls that fail come back more often than once each?
 *
 * <p><b>Mechanism.</b> What cannot be processed is sent back to its queue, and the failed call's
 * own message comes back as well: each failure makes two of the next turn, which takes a visibility
 * timeout. All other messages are processed as ever, so nothing that is called is down.
 *
 * <p><b>Formula.</b> With F(t) the calls that have failed until t beyond those that usually do, and
 * t(j) when they were F / 2^j,
 *
 * <pre>
 *   t(0) - t(1), … , t(4) - t(5)   alike; each twice the one before where as many fail as did, √2
 *                                  times where they wait for one another in a line
 * </pre>
 *
 * <p>They are {@value #TIMES} times as many as all calls that are usual, and {@value #MOSTLY} of
 * those beyond.
 *
 * <p><b>Why it works.</b> An outage makes those fail that come, all at once, and each is tried
 * again a few times; of a queue they come back once a timeout, so with ever more that wait they
 * rise in a line. Nobody comes to fail, let alone twice as many in each minute.
 *
 * <p><b>What it mistakes for it.</b> Traffic that doubles five times in equal times to something
 * that is down meanwhile; refused calls that rise with the cube of time, one time in ten. What it
 * cannot see: what comes back once each, which does not grow.
 *
 * <p><b>Source.</b> Harris (1963) on branching processes; Amazon SQS Developer Guide, "Visibility
 * timeout".
 */
public final class FailingRule implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int DOUBLINGS = 5;

  /** Before the first of them so many had failed. */
  private static final double FEWEST = 6;

  /** The longest over the shortest: four of a line are 4, of the square of time 2.5. */
  private static final double BALANCE = 2;

  /** The later two over the earlier two, and the other way round. */
  private static final double LENGTHENING = 1.25;

  /** Layers of clients that try again make nine times as many of all, at once. */
  private static final double TIMES = 3;

  private static final double MOSTLY = 0.8;

  private final CascadeSettings settings;

  FailingRule(CascadeSettings settings) {
    this.settings = settings;
  }

  @Nullable Suspect find(AccountState state) {
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      String name = entry.getKey();
      if (!settings.isMeant(name) && !state.explained(name)) {
        double grew = secondsOfGrowth(entry.getValue(), state.end);
        if (!Double.isNaN(grew)) {
          long since = told(state.end) - Math.round(grew);
          return new Suspect(Shape.EXPLOSION, List.of(name), since, 1);
        }
      }
    }
    return null;
  }

  /** End of the half minute up to which it is told what failed. */
  private static long told(long end) {
    return Trail.floor(end - Member.TOLD_SECONDS);
  }

  /** Seconds that its doublings took; NaN where it has not doubled so. */
  private static double secondsOfGrowth(Member member, long end) {
    long at = told(end);
    double usual = member.ordinary() * Trail.PANE_SECONDS;
    double failed = member.failed.at(at - Trail.PANE_SECONDS);
    double beyond = member.trail.at(at - Trail.PANE_SECONDS) - usual;
    // Of nearly all functions so few fail that nothing need be added up.
    boolean few = member.failed.count(Trail.from(end), at) < FEWEST * (1 << DOUBLINGS);
    if (few || failed < TIMES * usual || failed < MOSTLY * beyond) {
      return Double.NaN;
    }
    double[] taken = Doublings.taken(Growth.ofFailures(member, end), at, DOUBLINGS, FEWEST);
    return taken != null && Doublings.areEqual(taken, BALANCE, LENGTHENING, LENGTHENING)
        ? Doublings.sum(taken)
        : Double.NaN;
  }
}
