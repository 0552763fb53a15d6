package dev.stormwatch.core.detect.gap;

import static dev.stormwatch.core.detect.gap.TelemetryGapState.NEVER;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.gap.TelemetryGapState.Condition;
import dev.stormwatch.core.detect.gap.TelemetryGapState.Member;
import dev.stormwatch.core.settings.TelemetryGapSettings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Most functions that fall silent in one moment while a few go on.
 *
 * <p><b>Mechanism.</b> A deploy of the logging stack takes the filters of all its groups away, or a
 * role loses its permission. One group that has another filter, a heartbeat for example, is enough
 * to keep the account from being silent, and {@link FunctionSilence} wants the others to go on.
 *
 * <p><b>Formula.</b> Functions that are silent for several times as long as they ever were, see
 * {@link FunctionSilence}; about the middle one's last line, theirs lie within {@value
 * #TOGETHER_MILLIS} ms or five of their usual pauses, or straggle, see {@link AccountSilence}; at
 * least <i>groupFunctions</i> and more than half of those heard in the minute before; who fell
 * silent with them is one of them before its own silence proves it. One that logs in
 * <i>groupPresence</i> (0.3) of all slots proves little alone; five of them that end in one moment
 * were not called for reasons of their own: <i>groupPageFunctions</i>, and <i>groupPageShare</i> of
 * all that spoke or of what they usually say, are a page: rare ones that go on are little of that.
 * A rare one whose silence proves nothing goes on for all anybody knows; once it was due {@link
 * TelemetryGapLogic#MISSED} times and did not come it is counted with those that are gone, and what
 * was a ticket may become a page.
 *
 * <p><b>What is mistaken for it.</b> One client, or one queue, that fed all of them and was
 * switched off: fewer are therefore a ticket. Traffic that fades: all of them together must have
 * been there in the last minutes as often as usual. A load test: they must have been there all the
 * time. An estate that is replaced by one of other names is followed by names never heard before.
 */
final class GroupSilence implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The log agents of different functions hand over what they hold within so long. */
  static final long TOGETHER_MILLIS = 30_000;

  private final TelemetryGapSettings settings;
  private final long slotMillis;
  private final FunctionSilence single;
  private final TelemetryGapReport report;

  GroupSilence(
      TelemetryGapSettings settings,
      long slotMillis,
      FunctionSilence single,
      TelemetryGapReport report) {
    this.settings = settings;
    this.slotMillis = slotMillis;
    this.single = single;
    this.report = report;
  }

  void judge(long end, TelemetryGapState state, Effects<Finding> effects) {
    if (state.condition != Condition.WELL) {
      return;
    }
    if (state.goneAt != NEVER) {
      goOn(end, state, effects);
      return;
    }
    long[] times =
        state.members.values().stream()
            .filter(member -> missed(end, member, state))
            .mapToLong(member -> member.heardAt)
            .toArray();
    if (times.length == 0) {
      return;
    }
    long last = AccountSilence.median(times);
    double often = settings.groupPresence;
    if (state.members.values().stream()
        .anyMatch(member -> single.mayReplace(end, member, last, often))) {
      return;
    }
    Group group = new Group(end, last, state);
    long proven = group.often.stream().filter(member -> missed(end, member, state)).count();
    boolean most =
        proven >= settings.groupFunctions
            && 2 * proven >= group.often.size()
            && 2 * group.gone.size() > group.spoke;
    if (most && !group.faded()) {
      state.goneAt = last;
      tell(end, group, state, effects);
    }
  }

  /** Who fell silent in one moment, as far as that is known at some time. */
  private final class Group {

    /** Those of them that log often: their last lines tell when it was. */
    final List<Member> often = new ArrayList<>();

    /** Names of all of them. */
    final List<String> gone = new ArrayList<>();

    /** Functions that were heard until then, whether they go on or not. */
    int spoke;

    /** How often those that are gone logged, and all of them, together. */
    private double presenceGone;

    private double presence;

    Group(long end, long last, TelemetryGapState state) {
      for (Map.Entry<String, Member> entry : state.members.entrySet()) {
        Member member = entry.getValue();
        boolean isGone = with(member, last) && (isOften(member) || overdue(end, member));
        boolean besides = member.since <= last && heardSince(member, last);
        spoke += isGone || besides ? 1 : 0;
        presence += isGone || besides ? member.presence : 0;
        presenceGone += isGone ? member.presence : 0;
        if (isGone) {
          gone.add(entry.getKey());
        }
        if (isGone && isOften(member)) {
          often.add(member);
        }
      }
    }

    private boolean heardSince(Member member, long last) {
      return member.heardAt >= last - FunctionSilence.BESIDE_MILLIS;
    }

    /** Were they heard less and less before? */
    boolean faded() {
      double usual = often.stream().mapToDouble(member -> member.presence).sum();
      double recent = often.stream().mapToDouble(member -> member.recent).sum();
      return recent < FunctionSilence.FADED * usual;
    }

    /** Are there so many that no single caller fed them? */
    boolean sure() {
      return often.size() >= settings.groupPageFunctions
          && (gone.size() >= settings.groupPageShare * spoke
              || presenceGone >= settings.groupPageShare * presence);
    }
  }

  /**
   * A rare one that was not heard since goes on for all anybody knows, until it was due several
   * times.
   */
  private boolean overdue(long end, Member member) {
    return member.slots >= TelemetryGapLogic.KNOWN_SLOTS && end - member.heardAt >= due(member);
  }

  private double due(Member member) {
    return TelemetryGapLogic.MISSED * slotMillis / member.presence;
  }

  /** Of one that was heard a few times nobody knows how often it logs. */
  private boolean isOften(Member member) {
    return member.slots >= TelemetryGapLogic.KNOWN_SLOTS
        && member.presence >= settings.groupPresence;
  }

  private boolean missed(long end, Member member, TelemetryGapState state) {
    return isOften(member)
        && single.silent(end, member, state)
        && (single.steady(member, state) || single.even(member, state));
  }

  /** Of functions that are known to be gone: repeats what was said, or that they are back. */
  private void goOn(long end, TelemetryGapState state, Effects<Finding> effects) {
    if (end - state.goneAt >= TelemetryGapLogic.FORGET_MILLIS) {
      state.goneAt = NEVER;
      return;
    }
    Group group = new Group(end, state.goneAt, state);
    if (group.often.size() < settings.groupFunctions) {
      effects.emit(report.groupHeardAgain(state));
      // Not all return in the first slot: nobody was missed alone meanwhile.
      group.often.forEach(member -> member.heardAt = end);
      state.goneAt = NEVER;
    } else if (end - state.goneToldAt >= TelemetryGapLogic.REPEAT_MILLIS
        || (group.sure() && !new Group(state.goneToldAt, state.goneAt, state).sure())) {
      tell(end, group, state, effects);
    }
  }

  /** Is it one of those that fell silent together, so that it is not missed alone? */
  boolean holds(Member member, TelemetryGapState state) {
    return state.goneAt != NEVER && isOften(member) && with(member, state.goneAt);
  }

  private void tell(long end, Group group, TelemetryGapState state, Effects<Finding> effects) {
    state.goneToldAt = end;
    state.goneOf = group.spoke;
    effects.emit(report.groupMissing(end, group.gone, group.sure(), state));
  }

  /**
   * One that logs now and then may not have been due when the others were heard last, and a line or
   * two may straggle, see {@link AccountSilence}.
   */
  private boolean with(Member member, long last) {
    return member.heardAt >= last - Math.max((double) TOGETHER_MILLIS, due(member))
        && member.heardAt <= last + AccountSilence.STRAGGLING_MILLIS;
  }
}
