package dev.stormwatch.core.detect.gap;

import dev.stormwatch.core.detect.gap.TelemetryGapState.Member;
import dev.stormwatch.core.settings.TelemetryGapSettings;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who is missed, and since when, where nothing comes of a whole account.
 *
 * <p><b>Stragglers.</b> What breaks delivery rarely stops every record at once: a shard that still
 * takes some, an agent that tries again. A line or two of single functions come up to {@value
 * #STRAGGLING_MILLIS} ms after the others have ended. By such a last line alone all others would
 * have been silent before, and what trickled would look like traffic that fades. So it is also
 * asked whether most were heard last in one moment before it, at full flow: that is when it broke.
 */
final class AccountSilence implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What comes so long after the others is a straggler; what comes later was never cut off. */
  static final long STRAGGLING_MILLIS = 90_000;

  /**
   * Share of the slots of hours below which those of the last quarter of an hour are fading. Days
   * and nights that change within half a day stay above it, and a pause of minutes does.
   */
  private static final double FADED = 0.5;

  /**
   * Share of the slots below which a quarter of an hour holds too few to tell how often they come,
   * fewer than eighteen: right after one of them their share is taken for several times as large.
   */
  private static final double RARE = 0.1;

  private final TelemetryGapSettings settings;
  private final long slotMillis;

  AccountSilence(TelemetryGapSettings settings, long slotMillis) {
    this.settings = settings;
    this.slotMillis = slotMillis;
  }

  /** How long nothing must come to be a silence, milliseconds. */
  long after(TelemetryGapState state) {
    double missed = settings.missedSlots * slotMillis / Math.max(presence(state), 1e-6);
    double longest = settings.silenceRatio * state.longestSilenceMillis;
    double after = Math.max((double) settings.minSilenceMillis, Math.max(missed, longest));
    return (long) Math.min(after, TelemetryGapLogic.FORGET_MILLIS);
  }

  /** Share of the slots in which anything is heard, as far as it may be counted on. */
  double presence(TelemetryGapState state) {
    return reliable(state.presence, state.slots, state.since, state.heardAt);
  }

  /** Lately, or of what is rare in all the past. */
  private double reliable(double presence, long slots, long since, long heardAt) {
    double ofAll = (double) slots * slotMillis / (heardAt - since + slotMillis);
    return presence < RARE ? Math.min(presence, ofAll) : presence;
  }

  /** When it broke: the last line of all, or that of most where a few straggle. */
  long since(long end, TelemetryGapState state) {
    if (missed(end, state.heardAt, state).size() >= TelemetryGapLogic.ENOUGH) {
      return state.heardAt;
    }
    long[] last =
        state.members.values().stream()
            .filter(member -> member.slots >= TelemetryGapLogic.KNOWN_SLOTS)
            .filter(member -> member.presence >= settings.groupPresence)
            .mapToLong(member -> member.heardAt)
            .filter(heardAt -> state.heardAt - heardAt <= STRAGGLING_MILLIS)
            .toArray();
    if (last.length == 0) {
      return state.heardAt;
    }
    long most = median(last);
    long together =
        Arrays.stream(last)
            .filter(heardAt -> 2 * Math.abs(heardAt - most) <= GroupSilence.TOGETHER_MILLIS)
            .count();
    boolean broke = together >= settings.groupFunctions && 2 * together > last.length;
    return broke ? most : state.heardAt;
  }

  /** The middle one of some times, and of two the former. */
  static long median(long... times) {
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[(sorted.length - 1) / 2];
  }

  /**
   * Functions that by their own rhythm should have been heard several times since, by name; none
   * where all of them together were fading.
   *
   * @param since when it may have broken
   */
  Map<String, Member> missed(long end, long since, TelemetryGapState state) {
    Map<String, Member> missed = new TreeMap<>();
    if (state.presence < FADED * state.usualPresence) {
      return missed;
    }
    double usual = 0;
    double recent = 0;
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      Member member = entry.getValue();
      double often = reliable(member.presence, member.slots, member.since, member.heardAt);
      boolean present = since - member.heardAt <= TelemetryGapLogic.MISSED * slotMillis / often;
      double expected = often * (end - state.heardAt) / slotMillis;
      if (present
          && member.slots >= TelemetryGapLogic.MISSED
          && expected >= TelemetryGapLogic.MISSED) {
        missed.put(entry.getKey(), member);
        usual += member.presence;
        long age = Math.max(0L, since - member.heardAt);
        recent += member.recent * StrictMath.exp(-age / FunctionSilence.RECENT_MILLIS);
      }
    }
    return recent >= FunctionSilence.FADED * usual ? missed : Map.of();
  }
}
