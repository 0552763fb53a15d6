package dev.stormwatch.core.detect.connections;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.ReservedConcurrency;
import dev.stormwatch.core.detect.RollBack;
import dev.stormwatch.core.detect.connections.PeakHistory.Ticket;
import dev.stormwatch.core.settings.ConnectionSettings;
import dev.stormwatch.core.settings.DatabaseRule;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What to do about it, with the arithmetic. */
final class ConnectionAdvice implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Functions that get a row of their own, the largest. */
  private static final int FUNCTIONS = 3;

  /** Of what the largest holds. */
  private static final double LITTLE = 0.1;

  private final ConnectionSettings settings;
  private final long slotMillis;

  ConnectionAdvice(ConnectionSettings settings, long slotMillis) {
    this.settings = settings;
    this.slotMillis = slotMillis;
  }

  List<Recommendation> rows(DatabaseRule rule, ConnectionView view, ConnectionState state) {
    List<Recommendation> rows = new ArrayList<>();
    if (state.loop.sustainedSlots * slotMillis >= settings.loopSustainMillis) {
      rows.add(shed(view, state));
    }
    if (HeldIdle.allOf(view, rule, state)) {
      rows.add(HeldIdle.recycle(view, state));
    }
    boolean ofProcess = view.poolEmptyRecently > view.refusedRecently;
    if (ofProcess && view.share() < settings.nearShare) {
      rows.add(pool(rule.connectionsPerEnvironment));
      return rows;
    }
    if (2 * state.tooFast > state.refused) {
      rows.add(ProxyAdvice.tooFast());
    }
    if (Unexplained.isMost(view, state) || leaks(view, state)) {
      rows.addAll(LeakAdvice.rows(rule, view, state));
      return rows;
    }
    boolean proxy = ProxyAdvice.isProxy(rule, state);
    if (!proxy) {
      rows.addAll(caps(rule, view, state));
    }
    if (ofProcess) {
      rows.add(pool(rule.connectionsPerEnvironment));
    }
    if (proxy) {
      rows.addAll(ProxyAdvice.rows());
    } else {
      rows.add(pooler(rule, view));
    }
    rows.add(doNotRaise(view));
    return rows;
  }

  private static boolean leaks(ConnectionView view, ConnectionState state) {
    return view.gaugeTrend.slope > 0
        || view.slowLeak != null
        || view.hourLeak != null
        || state.history.ticket == Ticket.LEAK;
  }

  /** What a loop without a trigger needs: fewer attempts for a while, from outside. */
  private static Recommendation shed(ConnectionView view, ConnectionState state) {
    Loop loop = view.loop;
    return new Recommendation(
        "shed load: turn callers of " + state.loudest + " away until the retries have drained",
        text("none, then at most %.0f calls a minute", 60 * loop.demanded),
        text(
            "traffic demands %.0f calls a second, as usual, and %.0f are answered; the other %.0f"
                + " are retries, which keep it full. Let in fewer than are answered, at most %.0f"
                + " a minute, and stop retries in the clients; waiting does not help",
            loop.demanded, loop.answered, loop.caused, 60 * loop.demanded),
        ReservedConcurrency.command(state.loudest, 0),
        "all its calls are refused until you set it back, a minute or two later: "
            + ReservedConcurrency.NONE_DOES);
  }

  /**
   * Reserved concurrency for each function so that all fit, shared by what they held. Who holds
   * little keeps it: to cap whom others leave no room helps nobody.
   */
  private List<Recommendation> caps(DatabaseRule rule, ConnectionView view, ConnectionState state) {
    long others = Math.max(rule.otherClients, Math.round(view.others));
    long each = rule.connectionsPerEnvironment;
    long fit = (long) Math.floor((view.limit * settings.safetyShare - others) / each);
    List<Map.Entry<String, Member>> largest =
        state.members.entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<String, Member> e) -> -e.getValue().peak)
                    .thenComparing(Map.Entry::getKey))
            .collect(Collectors.toList());
    long environments = largest.stream().mapToLong(e -> e.getValue().peak).sum();
    List<Recommendation> rows = new ArrayList<>();
    if (fit < 1 || environments < 1) {
      return rows;
    }
    List<Map.Entry<String, Member>> large =
        largest.stream()
            .filter(e -> e.getValue().peak >= LITTLE * largest.get(0).getValue().peak)
            .collect(Collectors.toList());
    long held = large.stream().mapToLong(e -> e.getValue().peak).sum();
    long kept = Math.min(environments - held, fit - 1);
    for (Map.Entry<String, Member> entry : large.subList(0, Math.min(FUNCTIONS, large.size()))) {
      long peak = entry.getValue().peak;
      long cap = Math.max(1, (fit - kept) * peak / held);
      boolean fewer = state.refused > 0 && environments <= fit;
      String reason =
          text(
                  "floor((%.0f connections × %.2f − %d of other clients) / %d an environment) = %d"
                      + " environments fit; it had %d of %d%s, so its share is %d",
                  view.limit,
                  settings.safetyShare,
                  others,
                  each,
                  fit,
                  peak,
                  environments,
                  kept > 0 ? text(", and %d are left to those with few", kept) : "",
                  cap)
              + (fewer
                  ? "; refused with so few, more are there than are heard of so far, or each"
                      + " holds more, as a release may make it"
                  : "");
      // A cap above what there is changes nothing.
      rows.add(
          fewer && !multiplied(state)
              ? RollBack.ifReleased(entry.getKey(), reason)
              : cap(entry.getKey(), cap, reason));
    }
    return rows;
  }

  private Recommendation pooler(DatabaseRule rule, ConnectionView view) {
    long size =
        Math.max(1, (long) Math.floor(view.limit * settings.safetyShare - rule.otherClients));
    return new Recommendation(
        "put a pooler between them",
        Long.toString(size),
        text(
            "an environment holds its connection while it lives and uses it only during a query; a"
                + " pool of floor(%.0f × %.2f − %d) = %d shared by all is enough for as many"
                + " queries at a time",
            view.limit, settings.safetyShare, rule.otherClients, size),
        "aws rds describe-db-proxies --query 'DBProxies[].[DBProxyName,Status]'",
        "none, it only reads; a pooler makes callers wait instead of failing and adds a"
            + " millisecond or so to each query");
  }

  /**
   * A pool inside one process is empty while the server has room.
   *
   * @param size that the settings tell; 0 for none
   */
  Recommendation pool(long size) {
    return new Recommendation(
        "look at the pool inside the process, not at the server",
        "",
        text(
            "the pool of one process is too small or leaks: the words are those of a client's own"
                + " pool%s. One environment handles one call at a time: its pool is empty because a"
                + " call takes more connections at once than it holds, because some are not given"
                + " back, or because the server does not answer. A larger pool helps in the first"
                + " case alone, and every environment takes it",
            size > 0 ? text(", of %d by the settings", size) : ""),
        "",
        "none");
  }

  private static Recommendation doNotRaise(ConnectionView view) {
    String why =
        view.slowness >= 2
            ? text("calls already take %.1f times as long as usual: ", view.slowness)
            : "";
    return new Recommendation(
        "do not raise max_connections",
        "",
        why
            + "more connections let more queries in at once, which slows each, holds connections"
            + " longer and takes memory from the cache; it needs a restart on most engines",
        "",
        "none");
  }

  /** Have environments become more than a release makes them? */
  private static boolean multiplied(ConnectionState state) {
    double least = state.panes.stream().mapToDouble(pane -> pane.held).min().orElse(0);
    return state.newest().held > ForecastRule.RELEASED * least;
  }

  static Recommendation cap(String function, long cap, String reason) {
    return new Recommendation(
        "cap the concurrency of " + function,
        Long.toString(cap),
        reason,
        ReservedConcurrency.command(function, cap),
        "calls beyond it are throttled (429, asynchronous ones wait); takes the number from the"
            + " account's unreserved concurrency; environments above it end as they finish");
  }
}
