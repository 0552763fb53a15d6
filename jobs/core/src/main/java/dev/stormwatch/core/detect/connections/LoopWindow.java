package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.settings.ConnectionSettings;

/** What a database's functions did over some slots, as its loop is judged by it. */
final class LoopWindow {

  /** Calls fail from this share on, and have ceased to below the other. */
  private static final double FAILING = 0.05;

  private static final double WELL = 0.02;

  /** Answers within this of what is usual are quick again. */
  private static final double QUICK = 1.5;

  /** Fewer caused attempts than this in a window tell nothing about growth. */
  private static final double ENOUGH = 20;

  /**
   * As many attempts scatter by their root, and so does what is caused; less than so many times
   * that tells a gain to within more than a fifth.
   */
  private static final double DEVIATIONS = 3.5;

  /** Traffic wanders by a tenth from minute to minute. */
  private static final double WANDER = 0.1;

  private final long slotMillis;
  int slots;
  long attempts;
  private long ended;
  private long failures;
  private long retries;
  private long micros;
  private long usual;

  /**
   * @param length of it, milliseconds
   * @param age of its end, milliseconds
   */
  LoopWindow(ConnectionState state, long length, long age, long slotMillis) {
    this.slotMillis = slotMillis;
    int to = state.panes.size() - (int) (age / slotMillis);
    for (int i = (int) Math.max(0, to - length / slotMillis); i < to; i++) {
      Pane pane = state.panes.get(i);
      slots++;
      attempts += pane.attempts;
      ended += pane.ended;
      failures += pane.failures;
      retries += pane.retries;
      micros += pane.durationMicros;
      usual += pane.usualMicros;
    }
  }

  double seconds() {
    return Math.max(1, slots) * slotMillis / 1000.0;
  }

  double rate() {
    return attempts / seconds();
  }

  double slowness() {
    return usual == 0 ? 1 : (double) micros / usual;
  }

  double usualMean() {
    return ended == 0 ? 0 : (double) usual / ended;
  }

  /** Mean duration of the calls that are answered, if the others took no longer than usual. */
  double answerMicros() {
    return answered() == 0 ? 0 : Math.max(0, micros - failures * usualMean()) / answered();
  }

  long answered() {
    return Math.max(0, ended - failures);
  }

  double failing() {
    return ended == 0 ? 0 : Math.min(1, (double) failures / ended);
  }

  boolean distressed(ConnectionSettings settings) {
    return failures >= settings.undeclaredRefusals && failing() >= FAILING
        || slowness() >= settings.slowRatio;
  }

  boolean well() {
    return failing() < WELL && slowness() < QUICK;
  }

  boolean slow(ConnectionSettings settings) {
    return slowness() >= settings.slowRatio;
  }

  /** Are so many caused attempts more than chance makes? */
  boolean tells(double caused, boolean seen) {
    return caused >= ENOUGH && (seen || caused >= DEVIATIONS * Math.sqrt((double) attempts));
  }

  /**
   * The squared relative error of so many caused attempts. Those of one call come together; and of
   * what traffic demands now, where it is taken to be as before, only what it was is known, and it
   * wanders.
   */
  double error(double caused, boolean seen, ConnectionSettings settings) {
    double variance =
        seen
            ? caused * (1 + settings.callerRetries)
            : attempts + WANDER * WANDER * attempts * attempts;
    return variance / caused / caused;
  }

  /**
   * What traffic demands: as before, or what remains when each failure comes again.
   *
   * @param seen are all failures seen?
   */
  double demanded(boolean seen, LoopState loop, ConnectionSettings settings) {
    double first = attempts - retries;
    if (!seen) {
      return Math.max(1, Math.min(first, loop.calmRate * seconds()));
    }
    double tries = 0;
    double again = 1;
    for (int i = 0; i <= settings.callerRetries; i++) {
      tries += again;
      again *= failing();
    }
    return Math.max(1, Math.min(first, attempts / tries));
  }
}
