package dev.stormwatch.core.detect.dependency;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.settings.DependencySettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Do as many calls as ever take many times as long, though next to none of them fails?
 *
 * <p><b>Mechanism.</b> What a function calls answers late. Nothing fails until timeouts are
 * reached, and who waits for the function waits all the while.
 *
 * <p><b>Formula.</b> m the mean duration of the calls that ended in a minute, or in as many as
 * bring ten calls; u what is usual of it, in minutes when all is well, w the largest of those of
 * about a day; λ calls a minute:
 *
 * <pre>
 *   m ≥ slowRatio · u   and   m ≥ 1.5 w   and   m − u ≥ 0.5 s
 *   0.6 ≤ λ / usual λ ≤ 1.7
 * </pre>
 *
 * <p>in every minute for <i>slowSustain</i>: a ticket. A page where m is twice as many times what
 * is usual, callers wait <i>pageSlowMillis</i> longer, and <i>pageCalls</i> a minute are usual,
 * after <i>lastingPage</i>: by then what is slow has filled up and was told by that, if it can. It
 * is over when m is below half of <i>slowRatio</i> · u, or taken for usual after an hour.
 *
 * <p><b>Why it works.</b> Calls that come as they please come as often whatever each takes. Work of
 * another size comes in another number: a backfill makes batches larger and calls more, or fewer
 * where a shard is read by one call after another; a nightly job is no traffic of other hours. And
 * a function whose calls vary by much has had slow minutes before.
 *
 * <p><b>What it mistakes for it.</b> A release that made the function itself slow, which it says; a
 * caller that sends larger work and no less often. What it cannot see: clients that call back to
 * back, and a function at a limit, which calls less often when calls take longer.
 *
 * <p><b>Source.</b> Little (1961): calls in progress are those that come times what each takes.
 */
final class SlowRule implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final double BEYOND_SLOWEST = 1.5;

  private static final double FELT_MILLIS = 500;

  private static final double FEWER = 0.6;

  private static final double MORE = 1.7;

  /** Minutes that must be known: in fewer a function may have had none of its slow ones. */
  private static final double KNOWN = 20;

  /** What goes on for so long is usual now. */
  private static final long ACCEPTED_MILLIS = 3_600_000;

  private final Settings estate;
  private final DependencySettings settings;
  private final long slotMillis;

  SlowRule(Settings estate) {
    this.estate = estate;
    this.settings = estate.dependency;
    this.slotMillis = estate.clock.slotMillis;
  }

  /**
   * @param failing does something else hold of its calls, so that theirs is what is told?
   */
  @Nullable Finding judge(FunctionView view, Slowness state, boolean failing) {
    if (!estate.synchronous(view.slot.function.name())) {
      return null;
    }
    boolean full =
        state.take(view.end, slotMillis, view.slot.invocations, view.slot.durationMicros);
    if (failing) {
      state.forget();
      return null;
    }
    if (!full || !state.enough()) {
      return null;
    }
    if (isSlow(state)) {
      return slow(view, state);
    }
    Finding over = state.told() ? SlowReport.over(view, settings, state) : null;
    state.over();
    state.learn();
    return over;
  }

  private @Nullable Finding slow(FunctionView view, Slowness state) {
    state.slow(view.end);
    long lasts = view.end - state.slowSince();
    if (lasts >= ACCEPTED_MILLIS) {
      Finding usual = SlowReport.accepted(view, settings, state);
      state.accept();
      return usual;
    }
    if (lasts >= settings.slowSustainMillis) {
      state.tell();
    }
    boolean page = lasts >= settings.lastingPageMillis && hurts(state);
    return state.told()
        ? SlowReport.slow(view, settings, state, page ? Severity.PAGE : Severity.TICKET)
        : null;
  }

  /** Did the newest minute keep so many callers waiting for so long that it is worth a page? */
  boolean hurts(Slowness state) {
    return state.known() >= KNOWN
        && state.enough()
        && state.mean() >= 2 * settings.slowRatio * state.usualMillis()
        && state.mean() - state.usualMillis() >= settings.pageSlowMillis
        && state.usualCalls() >= settings.pageCalls;
  }

  private boolean isSlow(Slowness state) {
    double usual = state.usualMillis();
    if (state.told()) {
      return state.mean() >= settings.slowRatio / 2 * usual;
    }
    double calls = state.perMinute() / Math.max(1e-9, state.usualCalls());
    return state.known() >= KNOWN
        && state.mean() >= settings.slowRatio * usual
        && state.mean() >= BEYOND_SLOWEST * state.slowest()
        && state.mean() - usual >= FELT_MILLIS
        && calls >= FEWER
        && calls <= MORE;
  }
}
