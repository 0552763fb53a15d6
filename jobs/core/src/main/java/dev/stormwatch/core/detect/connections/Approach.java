package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.detect.connections.PeakHistory.Ticket;
import dev.stormwatch.core.settings.ConnectionSettings;
import java.io.Serializable;

/**
 * What may fill a database within minutes, and is not near enough yet for a page.
 *
 * <ul>
 *   <li><b>Rising.</b> What calls need rises evenly, far above what is usual ({@link Ramp}), beyond
 *       all that the days before have shown to fit. Half of the limit is used, and at this pace all
 *       of it is within about as long as the rise has been seen. It is over once less runs than
 *       four minutes ago, or as much.
 *   <li><b>Slowing.</b> At ordinary traffic calls have taken <i>slowRatio</i> times as long as
 *       usual for two minutes, and longer from minute to minute; if every call hung for as long as
 *       callers wait, the environments would not fit. Environments hardly grow then, for most calls
 *       still find one, and the last of it, when calls pile up, takes less than a minute. What
 *       became slower once, and stays so, is none.
 * </ul>
 *
 * <p><b>What it mistakes for it.</b> A rise that ends before the limit, and functions that are slow
 * for another reason than their database. Nobody is woken for those.
 */
final class Approach implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A rise that was seen for four minutes is taken to go on for about as long again. */
  private static final double RAMP_SECONDS = 300;

  /** Below half of the limit a rise has far to go. */
  static final double HALF = 0.5;

  private final ConnectionSettings settings;

  Approach(ConnectionSettings settings) {
    this.settings = settings;
  }

  /** Is one of them new? */
  Ticket begins(long end, ConnectionView view, ConnectionState state) {
    boolean known =
        end >= state.judgedFrom
            && view.refusedRecently == 0
            && (view.gauged || !state.declaration.isVoid(end));
    if (known && slowing(view, state)) {
      return Ticket.SLOWING;
    }
    return known && rising(view, state) ? Ticket.RISING : Ticket.NONE;
  }

  /** Does the one that is told go on? */
  boolean goesOn(ConnectionView view, ConnectionState state) {
    if (state.history.ticket == Ticket.RISING) {
      return view.share() >= HALF && Ramp.rises(state.panes, view.slotMillis);
    }
    return state.history.ticket == Ticket.SLOWING
        && Pace.slowness(state, Pace.SLOTS) >= settings.slowRatio;
  }

  private boolean rising(ConnectionView view, ConnectionState state) {
    return view.ramp != null
        && view.share() >= HALF
        && view.ramp.seconds(view) <= RAMP_SECONDS
        && newHeight(view, state);
  }

  /**
   * Is a rise one of a crowd, and beyond what has fitted on the days before? A tide that each day
   * brings is no news.
   */
  boolean newHeight(ConnectionView view, ConnectionState state) {
    return view.traffic * view.strain >= settings.strainTrafficRatio
        && !view.demand.receding
        && state.newest().held > state.history.highestDay();
  }

  private boolean slowing(ConnectionView view, ConnectionState state) {
    double lately = Pace.slowness(state, Pace.SLOTS);
    return view.slowing
        && lately >= settings.slowRatio
        && view.strain >= lately
        && Pace.slowsByTheMinute(state, settings.strainRatio)
        && view.traffic < settings.strainTrafficRatio
        && !view.demand.receding
        && view.attemptsPerSecond * settings.patienceMillis / 1000 >= view.free();
  }
}
