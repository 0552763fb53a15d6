package dev.stormwatch.core.detect.cascade;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Member;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fan-out that is nothing but tries: each function of a path calls the next one again while that
 * fails, so that n tries in each of k tiers are n^k calls of the last one.
 *
 * <p>It ends when that succeeds, and what makes it fail is an incident of its own.
 */
final class Retries {

  private final Cascade cascade;

  /** The function that is called most, and fails. */
  private final String failing;

  private final double share;

  private Retries(Cascade cascade, String failing, double share) {
    this.cascade = cascade;
    this.failing = failing;
    this.share = share;
  }

  /** Null where what is called most does not fail, or calls itself. */
  static @Nullable Retries of(Cascade cascade, AccountState state) {
    String most = cascade.root();
    for (String name : cascade.path) {
      most = cascade.calls(name) > cascade.calls(most) ? name : most;
    }
    Member member = state.members.get(most);
    return cascade.isWider() && member != null && member.allFail(cascade.since, state.end)
        ? new Retries(cascade, most, member.failedShare(cascade.since, state.end))
        : null;
  }

  /** What is to be added to how many calls each event becomes. */
  String words() {
    return text(" (tries of %s, which fails)", failing);
  }

  List<Recommendation> rows() {
    return List.of(
        new Recommendation(
            "see why " + failing + " fails",
            "",
            text(
                "%.0f %% of its calls fail, and each is tried again: once they succeed, there are no"
                    + " more tries",
                100 * share),
            text(
                "aws logs filter-log-events --log-group-name /aws/lambda/%s --start-time %d"
                    + " --filter-pattern '?ERROR ?Error ?Exception ?Traceback ?\"Task timed out\"'"
                    + " --max-items 50",
                failing, 1000 * cascade.since),
            "none, it only reads"),
        new Recommendation(
            "let one tier alone try again",
            "",
            text(
                "tries multiply from %s on: three in each of three tiers are 27 calls; the first"
                    + " tier, which knows how long its caller waits, is enough",
                cascade.root()),
            "",
            "a failure that would be gone at once is seen by one tier more"));
  }
}
