package dev.stormwatch.core.detect.gap;

import static dev.stormwatch.core.detect.gap.TelemetryGapState.NEVER;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.gap.TelemetryGapState.Condition;
import dev.stormwatch.core.detect.gap.TelemetryGapState.Member;
import dev.stormwatch.core.model.TelemetrySlot;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TelemetryGapSettings;
import dev.stormwatch.core.slot.SlotLogic;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;

/**
 * Telemetry that stops, or comes late.
 *
 * <p><b>Mechanism.</b> Logs reach Kinesis by way of CloudWatch Logs and a subscription. When either
 * fails, whatever happens to the functions happens unseen, and when it recovers hours of lines come
 * in minutes. Every other detector is blind meanwhile: no data must not read as health, nor a late
 * flood as a storm.
 *
 * <p><b>Silence.</b> An account whose functions log in a share {@code p} of all slots of {@code s}
 * seconds is missing {@code p·t/s} slots after {@code t} seconds without a record. It is silent
 * once that is more than a number no calm explains ({@code missedSlots}), and t is several times
 * the longest silence it ever had: traffic is not a coin, it has pauses of its own, and those are
 * learned. A silence that ends with fresh records was a pause; one that ends with old ones was
 * delivery's, and is not learned from.
 *
 * <p><b>Lateness.</b> The age of a record's newest event at its arrival, held against what is usual
 * for its function. Two functions and half of all that are old for a minute are delivery's doing;
 * one alone may have a clock that went wrong. After a silence one old slot is enough.
 *
 * <p><b>What is mistaken for it.</b> The end of all traffic: a batch that is done, a test account
 * at night. So there must be at least two functions, each missed; of one alone nobody can tell, and
 * it is a ticket, as it is of several that log in less than <i>groupPresence</i> of all slots.
 * People who go to bed: traffic that ends so fades before, within minutes or within hours, a pipe
 * breaks at full flow, whatever straggles then, see {@link AccountSilence}. A single function of
 * many that falls silent is a ticket too, see {@link FunctionSilence}, most of them while a few go
 * on are a page, see {@link GroupSilence}; a single shard is not found.
 *
 * <p><b>Clock.</b> Silence shows when the arrival clock moves, and arrivals move it: of another
 * account, or the first after the silence. While a stream carries nothing at all the live job has
 * its clock follow the machine's; a replay, where the next record moves it over the silence, finds
 * the same at the same times.
 *
 * <p>Source: AWS's own account of July 2024, when logs of Lambda came up to 15 hours late.
 */
public final class TelemetryGapLogic
    implements SlotLogic<TelemetrySlot, TelemetryGapState, Finding> {

  private static final long serialVersionUID = 1L;

  /** What is usual is what was so for about this long: many slots, and yet the time of the day. */
  private static final double RHYTHM_MILLIS = 15 * 60_000.0;

  /** What was so for about this long is no hour of the evening. */
  private static final double HOURS_MILLIS = 2 * 3_600_000.0;

  /** What is usual for a function is known after so many slots, give or take a tenth. */
  static final long KNOWN_SLOTS = 20;

  /** One function alone may have a wrong clock, or callers that stopped. */
  static final long ENOUGH = 2;

  /** A function is missed once it failed to show up so often: by chance once in 150 times. */
  static final double MISSED = 5;

  /** Half of the longest silence is forgotten in so long: weekends are longer than nights. */
  static final double SILENCE_HALF_LIFE_MILLIS = 7 * 24 * 3_600_000.0;

  /** What still holds is found again so often: an incident learns how long it lasts. */
  static final long REPEAT_MILLIS = 300_000;

  /** Who was not heard for a day is gone. */
  static final long FORGET_MILLIS = 24 * 3_600_000L;

  private final TelemetryGapSettings settings;
  private final long slotMillis;
  private final TelemetryGapReport report;
  private final AccountSilence whole;
  private final FunctionSilence single;
  private final GroupSilence group;

  /**
   * @param streamArn the stream that the records come through; empty where it is not known
   */
  public TelemetryGapLogic(Settings settings, String streamArn) {
    this.settings = settings.telemetryGap;
    this.slotMillis = settings.clock.slotMillis;
    this.report = new TelemetryGapReport(streamArn);
    this.whole = new AccountSilence(this.settings, slotMillis);
    this.single = new FunctionSilence(this.settings, slotMillis, report);
    this.group = new GroupSilence(this.settings, slotMillis, single, report);
  }

  @Override
  public TelemetryGapState newState() {
    return new TelemetryGapState();
  }

  @Override
  public void onSlot(
      long end, TelemetrySlot slot, TelemetryGapState state, Effects<Finding> effects) {
    if (!settings.enabled) {
      return;
    }
    long silence = state.heardAt == NEVER ? 0 : end - slotMillis - state.heardAt;
    boolean silent = state.condition == Condition.SILENT;
    boolean late = silent ? anyOld(slot, state) : allOld(slot, state);
    if (!late) {
      double faded =
          state.longestSilenceMillis
              * StrictMath.pow(0.5, (silence + slotMillis) / SILENCE_HALF_LIFE_MILLIS);
      state.longestSilenceMillis = Math.max((double) silence, faded);
    }
    // A silence of delivery's says nothing of the rhythm in which the functions log.
    hear(end, late ? silence : 0, slot, state, effects);
    if (silent) {
      // While nothing came of any, nobody was missed alone: not all return in the first slot.
      state.members.forEach(
          (name, member) -> member.heardAt += slot.lags.containsKey(name) ? 0 : silence);
    }
    if (silent && late || manyLate(end, state)) {
      late(end, slot, state, effects);
    } else if (!late || state.condition == Condition.WELL) {
      well(state, effects);
    }
    group.judge(end, state, effects);
    single.judge(end, member -> group.holds(member, state), state, effects);
    effects.wakeAt(state.heardAt + whole.after(state));
  }

  private void hear(
      long end,
      long unseen,
      TelemetrySlot slot,
      TelemetryGapState state,
      Effects<Finding> effects) {
    if (state.since == NEVER) {
      state.since = end;
      state.account = slot.account;
      state.region = slot.region;
    }
    long seen = end - unseen;
    state.presence = presence(state.presence, state.slots, state.heardAt, seen, RHYTHM_MILLIS);
    state.usualPresence =
        presence(state.usualPresence, state.slots, state.heardAt, seen, HOURS_MILLIS);
    state.slots++;
    state.heardAt = end;
    for (Map.Entry<String, Long> entry : slot.lags.entrySet()) {
      Member member = state.members.computeIfAbsent(entry.getKey(), name -> new Member());
      single.hear(end, unseen, entry.getKey(), member, state, effects);
      boolean old = old(entry.getKey(), slot, state);
      member.lateSince = !old ? NEVER : member.lateSince == NEVER ? end : member.lateSince;
      if (!old) {
        double lag = entry.getValue();
        member.usualLagMillis =
            member.slots == 0
                ? lag
                : member.usualLagMillis
                    + weight(member.slots, RHYTHM_MILLIS) * (lag - member.usualLagMillis);
      }
      member.presence =
          presence(member.presence, member.slots, member.heardAt, seen, RHYTHM_MILLIS);
      member.slots++;
      member.heardAt = end;
    }
    state.members.values().removeIf(member -> end - member.heardAt > FORGET_MILLIS);
    while (state.members.size() > TelemetrySlot.FUNCTIONS) {
      state.members.pollLastEntry();
    }
  }

  private boolean allOld(TelemetrySlot slot, TelemetryGapState state) {
    return slot.lags.keySet().stream().allMatch(name -> old(name, slot, state));
  }

  /** Not all that was kept back need come first. */
  private boolean anyOld(TelemetrySlot slot, TelemetryGapState state) {
    return slot.lags.keySet().stream().anyMatch(name -> old(name, slot, state));
  }

  /** Is all of a function's in a slot much older than is usual for it? */
  private boolean old(String name, TelemetrySlot slot, TelemetryGapState state) {
    Member member = state.members.get(name);
    Long lag = slot.lags.get(name);
    return lag != null
        && member != null
        && member.slots >= KNOWN_SLOTS
        && lag > lateAfter(member.usualLagMillis);
  }

  /** Are half of those that were heard lately late for a while, and more than one? */
  private boolean manyLate(long end, TelemetryGapState state) {
    long heard = 0;
    long late = 0;
    for (Member member : state.members.values()) {
      if (end - member.heardAt < settings.lateSustainMillis && member.slots > KNOWN_SLOTS) {
        heard++;
        boolean sustained = end - member.lateSince >= settings.lateSustainMillis;
        late += member.lateSince != NEVER && sustained ? 1 : 0;
      }
    }
    return late >= ENOUGH && 2 * late >= heard;
  }

  /** An average over all slots while they are few, then over those of the last while. */
  private double weight(long slots, double overMillis) {
    return Math.max(1.0 / (slots + 1), slotMillis / overMillis);
  }

  private double presence(double before, long slots, long heardAt, long end, double overMillis) {
    if (heardAt == NEVER) {
      return 1;
    }
    long missed = Math.max(0, (end - heardAt) / slotMillis - 1);
    double weight = weight(slots, overMillis);
    double faded = before * StrictMath.pow(1 - weight, (double) missed);
    return faded + weight * (1 - faded);
  }

  private double lateAfter(double usualLagMillis) {
    return Math.max((double) settings.minLagMillis, settings.lagRatio * usualLagMillis);
  }

  private void late(
      long end, TelemetrySlot slot, TelemetryGapState state, Effects<Finding> effects) {
    long lag = Collections.max(slot.lags.values());
    if (state.condition == Condition.WELL) {
      state.onset = state.heardAt - lag;
    }
    // What comes first after a silence was kept back from its beginning on.
    long oldest = state.condition == Condition.SILENT ? end - state.onset : lag;
    state.oldestMillis = Math.max(state.oldestMillis, oldest);
    state.condition = Condition.LATE;
    double usual = usual(state);
    effects.emit(report.late(lag, usual, lateAfter(usual), slotMillis, state));
  }

  private void well(TelemetryGapState state, Effects<Finding> effects) {
    if (state.condition == Condition.WELL) {
      return;
    }
    effects.emit(report.recovered(usual(state), state));
    state.condition = Condition.WELL;
    state.oldestMillis = 0;
  }

  /** The median function's usual lag, milliseconds. */
  private static double usual(TelemetryGapState state) {
    double[] lags = state.members.values().stream().mapToDouble(m -> m.usualLagMillis).toArray();
    Arrays.sort(lags);
    return lags[lags.length / 2];
  }

  @Override
  public void onWake(long end, TelemetryGapState state, Effects<Finding> effects) {
    if (!settings.enabled || end - state.heardAt >= FORGET_MILLIS) {
      effects.forget();
      return;
    }
    boolean learned = state.heardAt - state.since >= settings.learningMillis;
    long since = whole.since(end, state);
    Map<String, Member> missed = whole.missed(end, since, state);
    if (learned && !missed.isEmpty() && end - state.heardAt >= whole.after(state)) {
      if (state.condition == Condition.WELL) {
        state.onset = since;
      }
      state.condition = Condition.SILENT;
      long often =
          missed.values().stream().filter(m -> m.presence >= settings.groupPresence).count();
      long slots = Math.round(whole.presence(state) * (end - state.heardAt) / slotMillis);
      effects.emit(
          report.silent(end, missed.size(), often >= ENOUGH, whole.after(state), slots, state));
    }
    effects.wakeAt(end + (learned ? REPEAT_MILLIS : FORGET_MILLIS));
  }
}
