package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.model.CutCalls;

/**
 * How much of what some functions logged is lost on the way, as their {@link CutCalls} tell: a
 * share of the deliveries, and so of the calls.
 */
final class Loss {

  /** Fewer cut calls tell nothing. */
  private static final long ENOUGH = 20;

  /** So little can be a beginning before the stream was read, or a delivery that came twice. */
  private static final double LEAST = 0.02;

  /** Of more calls the first line must be filtered out, not lost. */
  private static final double MOST = 0.5;

  private static final Loss UNKNOWN = new Loss(false, 0, 0);

  /** Can it be told? */
  final boolean known;

  /** The share that is lost; 0 where it is not known. */
  final double share;

  /** Calls that a delivery ends, at most: between calls that are cut there may be several. */
  private final double run;

  private Loss(boolean known, double share, double run) {
    this.known = known;
    this.share = share;
    this.run = run;
  }

  static Loss of(Cascade cascade, CascadeState state) {
    CutCalls cut = new CutCalls();
    for (String name : cascade.path) {
      Member member = state.members.get(name);
      if (member != null) {
        cut.add(member.cut);
      }
    }
    return of(cut);
  }

  static Loss of(CutCalls cut) {
    long ends = cut.met + cut.beheaded;
    double share = ends == 0 ? 0 : cut.beheaded / (double) ends;
    if (ends < ENOUGH || share > MOST) {
      return UNKNOWN;
    }
    // Where lines are lost one by one, most calls still show by another of their lines.
    boolean byLine = cut.torn > LEAST * cut.whole;
    return new Loss(true, share < LEAST || byLine ? 0 : share, (ends + cut.whole) / (double) ends);
  }

  /** What there was for each that was seen. */
  double factor() {
    return 1 / (1 - share);
  }

  /** By how much lost runs of calls raise the dispersion of counts in panes wider than they. */
  double scatter() {
    return share * run;
  }
}
