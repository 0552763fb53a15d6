package dev.stormwatch.core.detect.cascade.saturation;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.ReservedConcurrency;
import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Sharers;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Reserved concurrency for the stages of a cascade, so that the next one is slow and cheap: what
 * the traffic of busy minutes takes, and no more than leaves the account to others.
 *
 * <p>Calls a second × seconds a call are the places that a stage takes in the mean (Little).
 */
public final class StageCaps implements Serializable {

  private static final long serialVersionUID = 1L;

  /** AWS lets nobody reserve what would leave less than this to all other functions. */
  static final long UNRESERVED = 100;

  /** A stage should leave so much of the account's concurrency to others. */
  private static final double SHARE = 0.1;

  private static final int STAGES = 3;

  /** Busy minutes take so many times the mean, and some places at least. */
  private static final double BUSY = 10;

  private static final long FEWEST = 10;

  /** Fewer calls at a time round to none. */
  private static final double HARDLY = 0.05;

  private final Settings settings;

  public StageCaps(Settings settings) {
    this.settings = settings;
  }

  /**
   * @param quota concurrent executions of the account
   * @param grows does it come to more than it is now? Else a cap above that would not have held it
   */
  public List<Recommendation> rows(
      List<String> stages, AccountState state, long quota, boolean grows) {
    List<Recommendation> rows = new ArrayList<>();
    long free = quota - UNRESERVED - Sharers.reserved(state, settings);
    for (String name : stages.subList(0, Math.min(STAGES, stages.size()))) {
      Recommendation row = row(name, state, quota);
      long cap = Long.parseLong(row.value);
      Member member = state.members.get(name);
      if (!grows && member != null && member.concurrency() <= cap) {
        continue;
      }
      free -= cap;
      if (free < 0) {
        break;
      }
      rows.add(row);
    }
    return rows;
  }

  private static Recommendation row(String name, AccountState state, long quota) {
    Member member = state.members.getOrDefault(name, new Member());
    double usual = member.ordinary() * member.cost.seconds();
    long needed = Math.max(FEWEST, (long) Math.ceil(BUSY * usual));
    long cap = Math.max(1, Math.min(needed, (long) (quota * SHARE)));
    String reason =
        text(
            "%s of it at a time are usual: %.0f times that, %d at least, and at most %.0f %% of the"
                + " account's %,d, which leaves the rest to others",
            usual < HARDLY ? "hardly any calls" : text("%.1f calls", usual),
            BUSY,
            FEWEST,
            100 * SHARE,
            quota);
    // A limit that nobody declared is not to be raised by setting one.
    long held = (long) state.inferred.level(name);
    if (held > 0 && held <= cap) {
      cap = held;
      reason = text("it was held at %d by some limit; more lets what comes back run faster", held);
    }
    return new Recommendation(
        "once it is over, cap " + name,
        Long.toString(cap),
        reason,
        ReservedConcurrency.command(name, cap),
        "sets the number aside for it, also while it is idle; calls beyond it wait or are refused;"
            + " of a queue's mapping set MaximumConcurrency instead, for messages that are refused"
            + " use up their receives");
  }
}
