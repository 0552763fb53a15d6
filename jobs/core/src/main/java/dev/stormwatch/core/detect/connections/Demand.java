package dev.stormwatch.core.detect.connections;

import java.util.List;

/**
 * What calls need of a database as they are now, whatever environments did.
 *
 * <p><b>Mechanism.</b> By Little's law as many calls run at once as begin a second times seconds
 * that one takes, and peaks stand {@link #PEAK} standard deviations above that. Environments come
 * to that number and stop there, so a growth of environments that follows a step, be it of traffic
 * or of durations, ends as soon as the first slow calls are back. It says how many there will be
 * only where what drives it goes on.
 *
 * <p>What drives it shows in what calls need, not in environments, which come in bursts and stand
 * still between. Its {@link #pace} is the growth of a minute and a half that half a minute has not
 * belied: a step makes one of the two flat. Environments are a record of peaks, and bursts make
 * those higher than chance does, but as many times what is needed later as now, so they grow at the
 * same pace.
 *
 * <p><b>When it holds.</b> Where calls come one by one. Where they come in bursts, or are not all
 * logged, there are more environments than this ever explained, and only they tell. So it is while
 * calls hang and none ends.
 *
 * <p><b>Source.</b> Little (1961).
 */
final class Demand {

  /** Standard deviations of what runs, to its peaks. */
  static final double PEAK = 2;

  /** Slots whose calls tell how long they take now, and whose attempts tell the traffic. */
  private static final int NOW = 2;

  private static final int TRAFFIC = 6;

  /** Slots before the newest whose pace it is held against. */
  private static final int BEFORE = 3;

  /** Environments are kept from the highest peak on; more than so many times that is no chance. */
  private static final double UNEXPLAINED = 1.5;

  /** A trend of half a minute must be at least so much of the longer one, else it slackens. */
  static final double SLACKENING = 0.5;

  /** Connections needed at once; infinite where nothing tells how many. */
  final double connections;

  /**
   * Were the calls that ended in the newest slot far quicker than those just before? Then what made
   * them slow is over, and environments are still counted that it made.
   */
  final boolean receding;

  /** Are there far more environments than calls that end ever explained? */
  final boolean exceeded;

  /** By what share of itself it grows a second; 0 where it does not, or not any more. */
  final double pace;

  private Demand(double connections, boolean exceeded, boolean receding, double pace) {
    this.connections = connections;
    this.exceeded = exceeded;
    this.receding = receding;
    this.pace = pace;
  }

  /**
   * @param each connections of an environment
   * @param ratio of quicker calls to slower ones from which on they recede
   */
  static Demand of(List<Pane> panes, long each, double ratio, long slotMillis) {
    int n = panes.size();
    double[] needed = new double[n];
    double most = 0;
    for (int i = 0; i < n; i++) {
      needed[i] = at(panes.subList(0, i + 1), slotMillis);
      most = Math.max(most, needed[i]);
    }
    double now = needed[n - 1];
    boolean explained = panes.get(n - 1).held <= UNEXPLAINED * most * each;
    return new Demand(
        now > 0 && explained ? now * (double) each : Double.POSITIVE_INFINITY,
        now > 0 && !explained,
        receding(panes, ratio),
        now > 0 ? pace(panes, needed) : 0);
  }

  private static double pace(List<Pane> panes, double[] needed) {
    double lasting = Trend.ofLatest(ConnectionView.LONG, panes, needed).slope;
    double lately = Trend.ofLatest(ConnectionView.SHORT, panes, needed).slope;
    return lately < SLACKENING * lasting ? 0 : Math.max(0, lasting) / needed[needed.length - 1];
  }

  /** Environments that calls needed at the end of these; none where none ended. */
  private static double at(List<Pane> panes, long slotMillis) {
    long ended = 0;
    long micros = 0;
    for (Pane pane : latest(panes, NOW)) {
      ended += pane.ended;
      micros += pane.durationMicros;
    }
    long attempts = 0;
    List<Pane> traffic = latest(panes, TRAFFIC);
    for (Pane pane : traffic) {
      attempts += pane.attempts;
    }
    if (ended == 0) {
      return 0;
    }
    double seconds = slotMillis / 1000.0 * traffic.size();
    double running = attempts / seconds * micros / 1e6 / (double) ended;
    return running + PEAK * StrictMath.sqrt(running);
  }

  private static boolean receding(List<Pane> panes, double ratio) {
    Pane newest = panes.get(panes.size() - 1);
    if (newest.usualMicros == 0) {
      return false;
    }
    double slowest = 0;
    for (Pane pane : latest(panes, BEFORE + 1)) {
      if (pane != newest && pane.usualMicros > 0) {
        slowest = Math.max(slowest, slowness(pane));
      }
    }
    return slowness(newest) < ratio * slowest;
  }

  private static double slowness(Pane pane) {
    return (double) pane.durationMicros / pane.usualMicros;
  }

  private static List<Pane> latest(List<Pane> panes, int slots) {
    return panes.subList(Math.max(0, panes.size() - slots), panes.size());
  }
}
