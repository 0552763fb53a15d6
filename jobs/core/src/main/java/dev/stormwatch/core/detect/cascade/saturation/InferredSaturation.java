package dev.stormwatch.core.detect.cascade.saturation;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Caller;
import dev.stormwatch.core.detect.cascade.account.Erlang;
import dev.stormwatch.core.detect.cascade.account.FlatTop;
import dev.stormwatch.core.detect.cascade.account.Inferred;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Readings;
import dev.stormwatch.core.detect.cascade.account.Refusing;
import dev.stormwatch.core.detect.cascade.account.Sharers;
import dev.stormwatch.core.settings.CascadeSettings;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Concurrency saturation where nobody declared the limit.
 *
 * <p><b>Mechanism.</b> Two traces are left. Who calls Lambda is told so by an exception, and mostly
 * logs it. And what is let in fills all places all the time, so that concurrency stops to scatter.
 *
 * <p><b>Formula.</b> <i>Told:</i> over the last minute callers log <i>minThrottles</i> refusals, in
 * <i>refusedShare</i> of their calls, for <i>saturationSeconds</i> and still; a page where as many
 * of their calls fail, else a ticket. Where calls fail for which somebody waits, fewer do: {@code
 * ticketFailingShare} of them, in every quarter of the minute at least half of that, is a ticket;
 * <i>pageFailingShare</i> is a page. However few, refusals without a minute's pause for {@value
 * #LINGERS_MILLIS} ms, by a caller that told of none for as long before, are a ticket. <i>Flat:</i>
 * the pane means of a function lie within <i>flatTopRange </i> standard deviations of what calls
 * that come as they please would show ({@link FlatTop}), for <i>flatTopSeconds</i>, at
 * <i>flatTopConcurrency</i> or more and at least {@value #RISE} times what is usual: a ticket.
 *
 * <p><b>Who refuses.</b> The function that a line names; else the account's largest where the
 * reason is the account's limit; else the one that is at its declared reserve; else the one whose
 * concurrency rose and is flat; else the one that rose and holds half of what all share. A log line
 * is a claim, so a function is believed to refuse only where its own concurrency shows it. Where
 * none does for {@value Refuser#SEARCH_SECONDS} s, it is said of the caller, whose failing calls
 * are no claim.
 *
 * <p><b>Why it works.</b> Two independent traces of one thing, of which the one is words of
 * Lambda's own and the other has a margin of an order of magnitude: eighteen panes that scatter
 * freely span more than three standard deviations.
 *
 * <p><b>What it mistakes for it.</b> A function that gets over every refusal and fails as often for
 * another reason looks as if it failed for them. A fixed number of workers that call without a
 * pause is flat as well: pollers of a stream, a queue's maximum concurrency, a load test. Functions
 * that log about batches or for which nobody waits are left out, and so are those that were idle
 * until all workers began at once; of the rest a flat top alone never pages. Callers whose calls
 * wait for a saturated function are as flat as it is: those that tell are left out.
 *
 * <p><b>Sources.</b> AWS Lambda API Reference, "Invoke", on TooManyRequestsException and its
 * reasons; Takács (1962) on the M/M/∞ queue.
 */
public final class InferredSaturation implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Below so many times what is usual a level is the usual one. */
  static final double RISE = 1.5;

  /** Of what is used at a flat top, so little was used before by a function that was idle. */
  private static final double NEARLY_IDLE = 0.05;

  /** Single refusals are what a peak leaves behind, and a peak is over by then. */
  static final long LINGERS_MILLIS = 300_000;

  /** A flat top is over when concurrency falls below so much of it. */
  private static final double RELEASE = 0.85;

  private final Settings settings;
  private final CascadeSettings cascade;
  private final long slotSeconds;
  private final Refuser refuser;
  private final InferredReport report;

  public InferredSaturation(Settings settings) {
    this.settings = settings;
    this.cascade = settings.cascade;
    this.slotSeconds = settings.clock.slotMillis / 1000;
    this.refuser = new Refuser(settings);
    this.report = new InferredReport(settings);
  }

  /** To be called in every slot, also while nothing is judged. */
  public void take(long end, AccountState state) {
    double steps = settings.clock.slotMillis / 1000.0;
    for (Member member : state.members.values()) {
      member.flatTop.take(
          end,
          member.readings.settled(Readings.SLOTS - 1),
          Refuser.seconds(member, state),
          cascade.flatTopRange,
          steps);
    }
    state.inferred.callers.values().removeIf(caller -> caller.lines(end) == 0);
    state.inferred.bound();
  }

  public void judge(long end, AccountState state, Effects<Finding> effects) {
    for (Map.Entry<String, Caller> entry : state.inferred.callers.entrySet()) {
      Caller caller = entry.getValue();
      long lines = caller.lines(end);
      double calls = Math.max(1.0, (double) caller.calls(end));
      long failed = Math.min(caller.failures(end), lines);
      boolean many =
          enough(lines, lines / calls, cascade.refusedShare)
              || enough(failed, failed / calls, cascade.ticketFailingShare);
      caller.since = !many ? Member.NONE : caller.since == Member.NONE ? end : caller.since;
      refuser.seek(end, entry.getKey(), caller, state);
    }
    Map<String, Told> told = new TreeMap<>();
    Map<String, Told> awaited = new TreeMap<>();
    state.inferred.callers.forEach(
        (name, caller) -> {
          if (!caller.target.isEmpty()) {
            told.computeIfAbsent(caller.target, any -> new Told()).add(caller, end);
            if (awaited(name, state)) {
              awaited.computeIfAbsent(caller.target, any -> new Told()).add(caller, end);
            }
          }
        });
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      String name = entry.getKey();
      Told ofAll = told.getOrDefault(name, new Told());
      Told ofAwaited = awaited.getOrDefault(name, new Told());
      judge(end, name, entry.getValue(), ofAll, ofAwaited, state, effects);
    }
  }

  /** Does somebody wait for its answers, as far as is known? */
  private boolean awaited(String name, AccountState state) {
    Member member = state.members.get(name);
    return settings.synchronous(name) && (member == null || !member.flatTop.polled);
  }

  private void judge(
      long end,
      String name,
      Member member,
      Told told,
      Told awaited,
      AccountState state,
      Effects<Finding> effects) {
    if (declared(name, member, state)) {
      return;
    }
    Inferred.Case known = state.inferred.cases.get(name);
    boolean fails = enough(told.failed, told.share(true), cascade.refusedShare);
    boolean many = fails || enough(told.lines, told.share(false), cascade.refusedShare);
    boolean open = state.inferred.open(name);
    // A declared limit pages by itself; a ticket here must not keep it from that.
    boolean limited = settings.reservedConcurrency(name) > 0;
    double least = limited ? cascade.pageFailingShare : cascade.ticketFailingShare;
    boolean some = fails(awaited, least, open);
    boolean refused = many || some;
    boolean top = !refused && flat(end, name, member, known, state);
    boolean flat = top || !refused && open && held(member, state);
    Caller lingering = refused || flat ? null : lingering(name, state);
    boolean lingers = lingering != null;
    boolean holds = refused || flat || lingers;
    if (known == null && !holds) {
      return;
    }
    Inferred.Case one = state.inferred.cases.computeIfAbsent(name, any -> new Inferred.Case());
    boolean certain =
        open ? told.lasts(true, cascade.refusedShare) : told.goesOn(true, cascade.refusedShare);
    one.paged |= fails && certain;
    one.paged |= fails(awaited, cascade.pageFailingShare, false);
    one.level = refused || lingers ? 0 : top && one.level == 0 ? member.flatTop.level() : one.level;
    long settle = cascade.saturationMillis;
    if (refused && !open) {
      // What has lasted a minute may have done so while the function was looked for.
      boolean lasted = some || told.lasts(fails, cascade.refusedShare);
      boolean goesOn = told.goesOn(fails, cascade.refusedShare);
      settle = lasted ? 0 : goesOn ? settle : Long.MAX_VALUE;
    } else if (lingers && !open) {
      long lasted = end - one.refusing.onset(end);
      long before = member.flatTop.knownMillis() - lasted - cascade.learningMillis;
      settle = before >= LINGERS_MILLIS ? LINGERS_MILLIS : Long.MAX_VALUE;
    }
    Refusing.Word word = one.refusing.judge(end, holds ? 1 : 0, 1, settle);
    if (word != Refusing.Word.NOTHING) {
      boolean over = word == Refusing.Word.IS_OVER;
      effects.emit(
          lingering != null
              ? report.lingering(end, name, lingering, one, state)
              : report.finding(end, name, member, told, one, over, state));
    }
    if (!one.refusing.open() && !holds) {
      state.inferred.cases.remove(name);
    }
  }

  /** Does a declared limit explain it, so that it is said elsewhere? */
  private boolean declared(String name, Member member, AccountState state) {
    if (state.inferred.open(name)) {
      return false;
    }
    long limit = settings.reservedConcurrency(name);
    boolean full =
        limit > 0 && Erlang.refusedShare(member.concurrency(), limit) >= cascade.refusedShare;
    boolean ofAccount = state.refusing.open() && name.equals(state.largest);
    return full || ofAccount || member.refusing.open();
  }

  private boolean enough(long count, double share, double enough) {
    return count >= cascade.minThrottles && share >= enough;
  }

  /**
   * Itself as a caller that tells at all of refused calls for which somebody waits, where that is
   * not told of who refuses them; null if it is none.
   */
  private @Nullable Caller lingering(String name, AccountState state) {
    Caller caller = state.inferred.callers.get(name);
    return caller != null
            && awaited(name, state)
            && (caller.target.equals(name) || !state.inferred.open(caller.target))
            && !isLimitTold(state)
        ? caller
        : null;
  }

  /** Is a limit reached that is declared? That is told, and who it refuses is no news. */
  private static boolean isLimitTold(AccountState state) {
    return state.refusing.open()
        || state.members.values().stream().anyMatch(member -> member.refusing.open());
  }

  /** Do so many calls fail, all through the minute, or still where that has been told? */
  private boolean fails(Told awaited, double share, boolean open) {
    return enough(awaited.failed, awaited.share(true), share)
        && (open || awaited.lasts(true, share));
  }

  /**
   * Is the account as full as when that was told, by the same function? Callers have few calls that
   * fail in a quiet minute of their own.
   */
  private boolean held(Member member, AccountState state) {
    return Refuser.holdsMost(member, settings)
        && Sharers.used(state, settings) >= RELEASE * cascade.accountConcurrency;
  }

  /**
   * Were so many calls in progress from the first moment on, where next to none had been before? So
   * it is with a map state or a batch that somebody starts, and nobody is refused.
   */
  private boolean areWorkers(Member member, double level, long end) {
    return member.bursting()
        && member.ordinary() * member.cost.seconds() < NEARLY_IDLE * level
        && !member.burst.isGradual(member, member.lateness.settled(end, slotSeconds));
  }

  private boolean flat(
      long end, String name, Member member, Inferred.@Nullable Case known, AccountState state) {
    if (known != null && known.level > 0 && state.inferred.open(name)) {
      return member.concurrency() >= RELEASE * known.level;
    }
    double level = member.flatTop.level();
    return level >= cascade.flatTopConcurrency
        && level >= RISE * member.flatTop.usual()
        && member.flatTop.lasts(end) >= cascade.flatTopMillis
        && !member.flatTop.polled
        && settings.synchronous(name)
        && !areWorkers(member, level, state.end)
        && !state.inferred.callers.containsKey(name)
        && !state.cascading(name);
  }
}
