package dev.stormwatch.core.detect.coldstart;

import static dev.stormwatch.core.detect.coldstart.ApplicationState.NEVER;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.ColdShare;
import dev.stormwatch.core.settings.ColdStartSettings;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Functions of one application that turn cold together.
 *
 * <p><b>Mechanism.</b> What takes the environments of many functions away at once, or makes them
 * all start slowly, is something that they share: a release that crashes, a layer, a network, the
 * platform. Whoever is woken needs to hear of that once. And of small functions only all together
 * tell: thirty calls in five minutes say something of a share, three do not.
 *
 * <p><b>Formula.</b> Each function tells what its sliding window holds. It has turned cold
 *
 * <ul>
 *   <li>if it can be judged alone, by its own judgement. Where <i>applicationFunctions</i> or more
 *       have, beginning within two windows, and one of them is worth a ticket, it is one incident,
 *       as urgent as the most urgent of them. It then goes on while half as many of those that
 *       turned since are unusual by their own judgement, urgent or not;
 *   <li>else by cold calls beyond <i>replacements</i> (2) of each of its environments. Those of all
 *       functions that cannot be judged alone are added up and held against their common past and
 *       against the pauses between their calls, by the tests of {@link RateRule} and {@link
 *       ExpectedCold}. It is one incident when both find less than chance, at least
 *       <i>applicationFunctions</i> have turned, none has more than half of those calls, and it
 *       still goes on half a minute later.
 * </ul>
 *
 * <p><b>Why it works.</b> Cold calls of different functions have no reason to come together but a
 * common one, so their sum is tested as one function's count is. A release replaces every
 * environment once, or twice where the configuration follows the code; what turns cold for good
 * goes on.
 *
 * <p><b>What it mistakes for it.</b> Traffic that grows in all small functions at once, where
 * callers do wait; an event that calls each of them many times at the same moment is over before it
 * is told, and what comes on schedule is known by the fourth time ({@link Rhythm}). No function can
 * forge it: one alone is never the application.
 *
 * <p><b>Source.</b> As for {@link ColdStartDetector}.
 */
final class ApplicationDetector implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What is cold after that is no part of the first moments. */
  private static final long STILL_MILLIS = 30_000;

  private final ColdStartSettings settings;
  private final RateRule rate;
  private final ApplicationReport report;

  ApplicationDetector(Settings settings) {
    this.settings = settings.coldStart;
    this.rate = new RateRule(this.settings, new YoungPast(this.settings));
    this.report = new ApplicationReport(settings);
  }

  /**
   * Judges an application at the end of a slot.
   *
   * @param slotCold cold calls in it of functions that have turned and cannot be judged alone
   */
  void judge(long end, long slotCold, ApplicationState state, Effects<Finding> effects) {
    ApplicationWindow small = new ApplicationWindow(settings.replacements);
    state.functions.forEach(
        (name, share) -> {
          if (!share.judged) {
            small.add(name, share);
          }
        });
    follow(end, slotCold, small, state);
    learn(end, small, state);

    ApplicationWindow turned = turnedAlone(state);
    Severity severity = severityOf(turned, state.told);
    if (goesOn(end, state) && !state.scheduled) {
      ApplicationWindow together = small.ofTurned();
      severity = moreUrgent(severity, severityOf(together.waits.quantile(0.5)));
      turned.addAll(together);
    }
    if (severity != null) {
      if (!state.told) {
        state.told = true;
        state.toldOnset = turned.onset(settings.applicationFunctions);
      }
      effects.emit(report.trouble(state, turned, severity));
    } else if (state.told && state.unusualSince == NEVER && !state.functions.isEmpty()) {
      state.told = false;
      ApplicationWindow all = new ApplicationWindow(settings.replacements);
      state.functions.forEach(all::add);
      effects.emit(report.recovery(state, all));
    }
  }

  /** Follows the small functions together from when they turn cold until they no longer are. */
  private void follow(long end, long slotCold, ApplicationWindow small, ApplicationState state) {
    boolean known =
        end - state.firstHeard >= settings.learningMillis
            && state.baseline.calls >= settings.learningInvocations;
    boolean holds =
        state.unusualSince == NEVER ? known && turnsCold(small, state) : !recovered(small, state);
    if (!holds) {
      if (state.unusualSince != NEVER) {
        state.rhythm.add(state.unusualOnset, state.size);
      }
      state.unusualSince = NEVER;
      state.size = 0;
      state.laterCold = 0;
      return;
    }
    if (state.unusualSince == NEVER) {
      state.unusualSince = end;
      state.unusualOnset = small.ofTurned().onset(settings.applicationFunctions);
      state.scheduled = true;
    } else if (end - state.unusualSince > STILL_MILLIS) {
      state.laterCold += slotCold;
    }
    state.size = Math.max(state.size, small.beyond);
    state.scheduled &=
        state.rhythm.foretells(state.unusualOnset, state.size, settings.scheduleRepeats);
  }

  private boolean turnsCold(ApplicationWindow small, ApplicationState state) {
    return small.turned >= settings.applicationFunctions
        && 2 * small.mostBeyond <= small.beyond
        && rate.unusual(small.beyond, small.calls, state.baseline.cold, state.baseline.calls)
        && state.pauses.chance(small.beyond, small.expected) < settings.pageProbability;
  }

  private boolean recovered(ApplicationWindow small, ApplicationState state) {
    double share = small.calls == 0 ? 0 : (double) small.beyond / small.calls;
    return share < settings.recoveryRatio * state.baseline.coldShare()
        || share < settings.minShare / 2;
  }

  private boolean goesOn(long end, ApplicationState state) {
    return state.unusualSince != NEVER
        && end - state.unusualSince >= settings.sustainMillis
        && state.laterCold >= settings.minColdStarts;
  }

  /** Takes in each window once, when it is over. */
  private void learn(long end, ApplicationWindow small, ApplicationState state) {
    long window = Math.floorDiv(end, settings.windowMillis);
    if (window == state.learned) {
      return;
    }
    state.learned = window;
    Pane pane = new Pane();
    pane.calls = small.calls;
    pane.cold = small.beyond;
    pane.suspect = state.unusualSince != NEVER;
    state.baseline.learn(
        pane, end, settings.baselineHalfLifeMillis, settings.baselineSuspectWeight);
    if (!pane.suspect && small.calls > 0) {
      state.pauses.learnSpread(small.expected, small.beyond);
    }
  }

  /**
   * Those that find something unusual by themselves, as far as it began with the newest, or since
   * what has been told already.
   */
  private ApplicationWindow turnedAlone(ApplicationState state) {
    long newest = Long.MIN_VALUE;
    for (ColdShare share : state.functions.values()) {
      if (share.tickets) {
        newest = Math.max(newest, share.onset);
      }
    }
    ApplicationWindow turned = new ApplicationWindow(settings.replacements);
    for (Map.Entry<String, ColdShare> entry : state.functions.entrySet()) {
      ColdShare share = entry.getValue();
      boolean unusual = share.unusual || share.tickets;
      if (share.judged && unusual && (near(share, newest) || follows(share, state))) {
        turned.add(entry.getKey(), share);
      }
    }
    return turned;
  }

  private boolean near(ColdShare share, long newest) {
    return newest != Long.MIN_VALUE && Math.abs(share.onset - newest) <= 2 * settings.windowMillis;
  }

  private boolean follows(ColdShare share, ApplicationState state) {
    return state.told && share.onset >= state.toldOnset - 2 * settings.windowMillis;
  }

  /** As urgent as the most urgent; null for too few of them. What is told needs half as many. */
  private @Nullable Severity severityOf(ApplicationWindow turned, boolean told) {
    long enough = told ? (settings.applicationFunctions + 1) / 2 : settings.applicationFunctions;
    if (turned.functions.size() < enough) {
      return null;
    }
    boolean pages = turned.functions.values().stream().anyMatch(share -> share.pages);
    return pages ? Severity.PAGE : Severity.TICKET;
  }

  /** By how long half of those wait whose callers wait; null for what is no more than a note. */
  private @Nullable Severity severityOf(long waitMicros) {
    if (waitMicros < settings.ticketDelayMillis * 1000) {
      return null;
    }
    return waitMicros < settings.pageDelayMillis * 1000 ? Severity.TICKET : Severity.PAGE;
  }

  private static @Nullable Severity moreUrgent(@Nullable Severity one, @Nullable Severity other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) >= 0 ? one : other;
  }
}
