package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.model.CutCalls;

/**
 * How much of what some functions logged is lost on the way, as their {@link CutCalls} tell: a
 * share of the deliveries, and of the calls that one delivery tells of.
 */
public final class Loss {

  private static final Loss UNKNOWN = new Loss(false, 0, 1);

  /** Can it be told? */
  public final boolean known;

  /** The share of deliveries that is lost; 0 where it is not known. */
  public final double share;

  /** The share of calls that two deliveries tell of; such a call is lost with both of them. */
  private final double cut;

  private Loss(boolean known, double share, double cut) {
    this.known = known;
    this.share = share;
    this.cut = cut;
  }

  public static Loss of(Cascade cascade, AccountState state) {
    CutCalls cut = new CutCalls();
    for (String name : cascade.path) {
      Member member = state.members.get(name);
      if (member != null) {
        cut.add(member.cut);
      }
    }
    return of(cut);
  }

  public static Loss of(CutCalls cut) {
    double share = cut.lostShare();
    if (Double.isNaN(share)) {
      return UNKNOWN;
    }
    long ends = cut.met + cut.beheaded;
    return new Loss(true, share, ends / (double) (ends + cut.whole));
  }

  /** Calls that there were for each that was seen. */
  public double factor() {
    return 1 / (1 - share * (1 - cut + cut * share));
  }

  /**
   * By how much lost runs of calls raise the dispersion of counts in panes wider than they: a
   * delivery tells of as many calls, at most, as there are between two that are cut.
   */
  public double scatter() {
    return share / cut;
  }
}
