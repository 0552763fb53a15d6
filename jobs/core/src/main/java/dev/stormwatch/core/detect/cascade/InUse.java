package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import dev.stormwatch.core.settings.Settings;
import java.util.Map;

/** How many concurrent executions are a cascade's and others', by Little's law. */
final class InUse {

  /** Rates are taken over so many seconds; of longer calls over as many as they take. */
  static final long RECENT_SECONDS = 10;

  private static final long MINUTE_SECONDS = 60;

  private final Settings settings;
  private final Cascade cascade;
  private final AccountState state;
  private final Figures figures;
  private final long quota;

  /** Concurrent executions that are the cascade's, now, some seconds ago and a minute ago. */
  final double own;

  final double before;
  final double longBefore;

  /** What its own come to if its calls go on to start as they do. */
  final double coming;

  final double others;

  InUse(Settings settings, Cascade cascade, AccountState state, Figures figures, long quota) {
    this.settings = settings;
    this.cascade = cascade;
    this.state = state;
    this.figures = figures;
    this.quota = quota;
    double now = 0;
    double earlier = 0;
    double longAgo = 0;
    double later = 0;
    for (String name : cascade.path) {
      Member member = state.members.get(name);
      if (member != null) {
        now += inProgress(name, member, figures.asOf);
        earlier += inProgress(name, member, figures.asOf - RECENT_SECONDS);
        longAgo += inProgress(name, member, figures.asOf - MINUTE_SECONDS);
        long from = figures.asOf - RECENT_SECONDS;
        later +=
            figures.loss.factor()
                * figures.count(member, from, figures.asOf)
                / RECENT_SECONDS
                * member.cost.seconds();
      }
    }
    double rest = 0;
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      rest += cascade.path.contains(entry.getKey()) ? 0 : entry.getValue().concurrency();
    }
    own = Math.min(now, (double) quota);
    before = Math.min(earlier, (double) quota);
    longBefore = longAgo;
    coming = later;
    others = Math.min(rest, quota - own);
  }

  /**
   * Calls that started in the last of the seconds a call takes, up to a second, of its reserve; NaN
   * where those are forgotten.
   */
  private double inProgress(String name, Member member, long to) {
    double seconds = member.cost.seconds();
    long span = Math.max(RECENT_SECONDS / 2, (long) Math.ceil(seconds));
    if (to - span < state.end - StartRing.SECONDS) {
      return Double.NaN;
    }
    double places = figures.loss.factor() * figures.count(member, to - span, to) / span * seconds;
    long reserve = settings.reservedConcurrency(name);
    return reserve > 0 ? Math.min((double) reserve, places) : places;
  }

  /** Its concurrent executions at a second of which all is told. */
  double at(long second) {
    double own = 0;
    for (String name : cascade.path) {
      Member member = state.members.get(name);
      if (member != null) {
        long span = Math.max(1, Math.round(member.cost.seconds()));
        long from = Math.max(second - span, state.end - StartRing.SECONDS);
        double calls = figures.settled(member, from, second);
        own += figures.loss.factor() * calls / span * member.cost.seconds();
      }
    }
    return own;
  }

  /**
   * Its own if what multiplies went on so from the second up to which most is told until now.
   *
   * @param multiplying seconds in which it becomes e times as much; NaN where it does not
   */
  double grown(double multiplying) {
    double untold = state.end - figures.told;
    double until = at(figures.told) * StrictMath.exp(untold / multiplying);
    return Double.isNaN(until) ? own : Math.max(own, Math.min(until, quota - others));
  }
}
