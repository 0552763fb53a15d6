package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.model.BatchPanes;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.settings.ShardSettings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Do calls fail with one error, again and again, while others succeed? Then it may be one batch
 * that Lambda tries again. Default logs show nothing of it but its rhythm, in either of two parts.
 * The pause between attempts first grows, see {@link RetryChain}; other failures of the same error
 * may lie between. Then it stays at its longest: distances are even. A queue's are from the start,
 * and are few where it gives a message up after some. Failures that come by chance do neither,
 * since their distances spread by as much as their mean. A client that sends the same bad request
 * every few seconds does: what is even from its first failure on is nobody's retry unless it waits
 * as long as a visibility timeout.
 *
 * <p>It takes a scheduled call that always fails for the same, and cannot name a record, so
 * evenness makes a suspicion and no page. A pause that was seen to grow is no schedule's. Nor is it
 * a client's, once it has gone on for longer than clients try: somebody waits for that to end, and
 * a stream's records expire meanwhile.
 *
 * <p>Where nothing else is called, as for a stream of one shard, there is nothing that succeeds
 * beside it. Pauses that grew for so long and an error of what the code was given are a page there
 * too; with any other error it may be what the function calls.
 *
 * <p>An error whose name says that something else is unavailable is no suspicion: a mapping tries
 * such batches again in the same rhythm, and it is not what they hold. That a call took as long as
 * it may says nothing of the kind.
 */
final class SuspicionRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Closer together it is a caller's retries, or a burst. */
  private static final double SHORTEST_MILLIS = 5_000;

  /**
   * A queue's visibility timeout by default, by what a call differs from the next: it is no less
   * than a call may take, and few set it lower.
   */
  private static final long LEAST_TIMEOUT_MILLIS = 28_000;

  /**
   * The longest pause that mappings are seen to make. One that is shorter may still grow to it, and
   * the next attempt is no earlier then.
   */
  private static final long LONGEST_PAUSE_MILLIS = 60_000;

  /** It is over when three attempts are missing, each of which came as late as a pause varies. */
  private static final double MISSED_PAUSES = 3.5;

  /** So much later than it happens a failure is told: logs are delivered within a minute. */
  private static final long TOLD_LATE_MILLIS = 60_000;

  /** What comes back within it goes on. */
  private static final long RETURN_MILLIS = 3_600_000;

  /** Clients give up before; so many failures whose pauses grew are a page. */
  private static final int ENDLESS = 10;

  /**
   * Of a few failures in a row one in a hundred has pauses that are alike, of five in a thousand.
   */
  private static final int FEWEST_EVEN = 5;

  /** Then a clock that made them would tick so often that any pause is a multiple of its own. */
  private static final double CALLS_A_PAUSE = 10;

  /** Share of ten seconds with calls in them; bursts of every minute have a third at most. */
  private static final double BUSY_PANES = 0.6;

  /** A page must be so many times rarer by chance than a ticket. */
  private static final double SURER = 0.1;

  private final ShardSettings settings;
  private final PoisonReport report;

  SuspicionRule(ShardSettings settings, PoisonReport report) {
    this.settings = settings;
    this.report = report;
  }

  void judge(View view, Effects<Finding> effects) {
    for (ShardState calls : view.state.shards.values()) {
      if (calls.error() && !unavailable(calls)) {
        judge(view, calls, effects);
      }
    }
  }

  private static boolean unavailable(ShardState calls) {
    String error = errorOf(calls);
    return !error.equals(LineKind.TIMEOUT.name()) && ErrorClass.of(error) == ErrorClass.DEPENDENCY;
  }

  private static String errorOf(ShardState calls) {
    return calls.shard.substring(EventSourceSlot.ERROR.length());
  }

  private void judge(View view, ShardState calls, Effects<Finding> effects) {
    forget(view, calls);
    boolean found = view.told.contains(calls.shard) && find(view, calls);
    Suspicion suspicion = calls.suspicion;
    boolean fresh = fresh(view, suspicion.lastAt, suspicion.pauseMillis);
    if (calls.poison && !fresh) {
      calls.poison = false;
      effects.emit(report.unsuspected(view, calls));
    } else if (calls.poison || (found && fresh && isRecord(view, calls))) {
      calls.poison = true;
      calls.poisonSince = suspicion.since;
      effects.emit(report.suspicion(view, calls, isEndless(suspicion)));
    }
  }

  /** Has a rhythm been heard so lately that it may go on? */
  private static boolean fresh(View view, long last, long pauseMillis) {
    double pause = Math.max(LONGEST_PAUSE_MILLIS, pauseMillis);
    return view.end - last <= MISSED_PAUSES * pause + TOLD_LATE_MILLIS;
  }

  /** What was told and is over is known for a while, so that it is no less when it comes back. */
  private static void forget(View view, ShardState calls) {
    Suspicion suspicion = calls.suspicion;
    boolean told = calls.poisonSince == suspicion.since;
    boolean kept =
        fresh(view, suspicion.lastAt, suspicion.pauseMillis)
            || (told && view.end - suspicion.lastAt <= RETURN_MILLIS);
    if (suspicion.since != ShardState.NEVER && !calls.poison && !kept) {
      calls.suspicion = new Suspicion();
    }
  }

  /** Is there a rhythm, after what was heard now? One that has ended hides none that goes on. */
  private boolean find(View view, ShardState calls) {
    long[] all = calls.times.all();
    calls.suspicion.goOn(all);
    RetryChain growing = chain(calls.times, Rhythm.GROWING, settings.suspicionGaps);
    boolean grows = growing != null && fresh(view, growing.last, growing.pause);
    if (growing != null && grows) {
      if (isAnother(calls, growing)) {
        calls.suspicion = new Suspicion();
      }
      calls.suspicion.take(growing);
    }
    RetryChain newest = RetryChain.ofNewest(all, settings.suspicionGaps, settings.suspicionSpread);
    if (newest != null && !mayBeRetries(calls.suspicion, newest)) {
      return grows;
    }
    RetryChain even = chain(calls.times, Rhythm.EVEN, FEWEST_EVEN);
    boolean stays =
        even != null
            && mayBeRetries(calls.suspicion, even)
            && fresh(view, even.last, even.pause)
            && callsComeAtAllTimes(view, even);
    if (even != null && stays) {
      takeEven(calls, even);
    }
    boolean alike = newest != null && fresh(view, newest.last, newest.pause);
    if (newest != null && alike) {
      takeEven(calls, newest);
    }
    return grows || stays || alike;
  }

  /**
   * A stream's pauses grew before they are even; a queue's, even from the first failure on, are its
   * visibility timeout. What comes more often is a client's: each third of its calls, say, is at
   * even distances too.
   */
  private static boolean mayBeRetries(Suspicion suspicion, RetryChain even) {
    return even.pause >= LEAST_TIMEOUT_MILLIS || (suspicion.grew() && suspicion.alike(even.pause));
  }

  private static void takeEven(ShardState calls, RetryChain even) {
    if (isAnother(calls, even) && !calls.suspicion.alike(even.pause)) {
      calls.suspicion = new Suspicion();
    }
    calls.suspicion.takeEven(even);
  }

  /** Did it begin when what is known was over? A pause that grows anew is another batch's. */
  private static boolean isAnother(ShardState calls, RetryChain chain) {
    return !calls.poison && chain.first > calls.suspicion.lastAt;
  }

  private @Nullable RetryChain chain(FailureTimes times, Rhythm rhythm, int least) {
    RetryChain chain = RetryChain.of(times, rhythm, least, settings.suspicionChance);
    boolean slow =
        chain != null && chain.last - chain.first >= SHORTEST_MILLIS * (chain.length - 1);
    return slow ? chain : null;
  }

  /**
   * Calls that a clock makes fail at even distances whenever several of them fail. So there must be
   * many between two attempts, and no bursts with nothing between.
   */
  private static boolean callsComeAtAllTimes(View view, RetryChain chain) {
    ShardState calls = view.state.shards.get(EventSourceSlot.NO_SHARD);
    long kept = chain.last - BatchPanes.KEPT * BatchPanes.PANE_MILLIS;
    long from = Math.max(chain.first, kept);
    if (calls == null || from >= chain.last) {
      return false;
    }
    long busy = 0;
    long well = 0;
    for (BatchPanes.Pane pane : calls.panes.since(from).values()) {
      busy += pane.ok > 0 ? 1 : 0;
      well += pane.ok;
    }
    double spanMillis = chain.last - from;
    return well * chain.pause >= CALLS_A_PAUSE * spanMillis
        && busy * BatchPanes.PANE_MILLIS >= BUSY_PANES * spanMillis;
  }

  /**
   * Where others fail as well it is no batch that is tried again, but what all of them need: its
   * retries have the same rhythm. Where there are no others the error's name decides, and pauses
   * that grew for longer than anybody else's.
   */
  private boolean isRecord(View view, ShardState calls) {
    CallsBeside beside = CallsBeside.of(view, calls.suspicion);
    if (beside.none()) {
      return isEndless(calls.suspicion)
          && ErrorClass.of(errorOf(calls)) == ErrorClass.INPUT
          && !view.tellsFailuresAlone()
          && !view.outageOf(settings.outageHoldoffMillis);
    }
    if (beside.failureShare() >= settings.outageShare) {
      view.state.outageSeenAt = view.end;
    }
    return beside.ok >= settings.minOtherBatches
        && (calls.suspicion.grew() || beside.fewerFail())
        && beside.failureShare() <= settings.maxOtherFailureShare
        && !view.outageOf(settings.outageHoldoffMillis);
  }

  /** Does nothing but a mapping try so often, with pauses that grow? */
  private boolean isEndless(Suspicion suspicion) {
    return suspicion.chance <= SURER * settings.suspicionChance && suspicion.attempts >= ENDLESS;
  }
}
