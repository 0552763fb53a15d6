package dev.stormwatch.lab.estate;

/**
 * Where a call stands among the calls that one event from outside caused.
 *
 * @param root the trace's root id as X-Ray writes it, empty where no trace is carried on
 * @param sampled did X-Ray decide at the root that it keeps the trace? The header carries that on
 * @param correlation an id of the application's own, empty where it has none
 * @param depth calls between the event and this one; 0 for the first
 * @param runaway is it part of what the scenario calls a cascade?
 */
public record Hop(String root, boolean sampled, String correlation, int depth, boolean runaway) {

  public static final Hop NONE = new Hop("", false, "", 0, false);

  Hop next(boolean carriesTrace) {
    return new Hop(
        carriesTrace ? root : "", carriesTrace && sampled, correlation, depth + 1, runaway);
  }
}
