package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.model.CutCalls;

/**
 * How much of what some functions logged is lost on the way, as their {@link CutCalls} tell: a
 * share of the deliveries, and so of the calls.
 */
final class Loss {

  private static final Loss UNKNOWN = new Loss(false, 0);

  /** Can it be told? */
  final boolean known;

  /** The share that is lost; 0 where it is not known. */
  final double share;

  private Loss(boolean known, double share) {
    this.known = known;
    this.share = share;
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
    double share = cut.lostShare();
    return Double.isNaN(share) ? UNKNOWN : new Loss(true, share);
  }

  /** What there was for each that was seen. */
  double factor() {
    return 1 / (1 - share);
  }
}
