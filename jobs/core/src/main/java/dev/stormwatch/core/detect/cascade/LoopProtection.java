package dev.stormwatch.core.detect.cascade;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Branch;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Tree;
import dev.stormwatch.core.detect.cascade.rule.Chain;
import dev.stormwatch.core.detect.cascade.rule.LoopRule;
import dev.stormwatch.core.model.CallTrace;
import org.jspecify.annotations.Nullable;

/**
 * Will Lambda's own loop detection stop a cascade, and when?
 *
 * <p>It counts how often a chain of calls comes back to a function, by the trace header, and stops
 * the chain at about sixteen; through SQS, SNS, S3 and direct calls, where the SDK carries the
 * header on. So it can see a loop only if its turns share a trace of X-Ray's.
 */
final class LoopProtection {

  /** Of so large a share of calls the trace must be told for its absence to mean something. */
  private static final double MOSTLY_TOLD = 0.5;

  /** A turn takes longer than its calls: events are on their way, and wait for places. */
  private static final double SOON = 3;

  /** Calls whose traces must all be short before it is said that turns do not share one. */
  private static final long SEEN = 100;

  /** Calls that wait for one another take so much of the time that they take in the mean. */
  private static final double IN_TURN = 0.5;

  private LoopProtection() {}

  static String words(CascadeView view) {
    Cascade cascade = view.cascade;
    AccountState state = view.state;
    if (cascade.fansOut()) {
      return "Lambda's loop detection does not act on this: it counts how often one chain comes back"
          + " to a function (16 times), not how wide a tree is";
    }
    if (cascade.shape() == Cascade.Shape.CUT_CHAINS) {
      return text(
          "chains of %s end after as many calls as Lambda's loop detection allows, some %d: it seems"
              + " to stop each of them, so nothing runs away, but each event is paid that many times",
          cascade.root(), Chain.STOPPED);
    }
    if (view.stop != null) {
      return text(
          "Lambda's loop detection stops a chain after some %d returns through SQS, SNS, S3 or direct"
              + " calls; whether it stopped this one the metric RecursiveInvocationsDropped of %s tells",
          Chain.STOPPED, cascade.cycle().get(0));
    }
    Tree tree = state.trees.find(cascade.trace);
    Member root = state.members.get(cascade.root());
    long turns = tree == null || !tree.id.ofXray() ? 0 : turns(tree, cascade, state);
    if (turns > Chain.STOPPED) {
      return text(
          "Lambda's loop detection stops a chain after some %d returns, and this one has about %d in"
              + " one trace: look for RecursiveLoop=Allow, or a service on the way that it does not"
              + " watch",
          Chain.STOPPED, turns);
    }
    if (tree != null && turns > 1) {
      double seconds = (state.end - tree.since()) / (double) turns * (Chain.STOPPED - turns);
      return text(
          "the turns share one trace, so Lambda's loop detection may see them: it would stop the"
              + " chain after some %d returns, at this pace in about %.0f s (%d so far), if SQS, SNS,"
              + " S3 or a direct call closes the loop",
          Chain.STOPPED, Math.max(0, seconds), turns);
    }
    if (root != null && isBlind(cascade, state)) {
      return text(
          "Lambda's loop detection cannot see this one: it counts within a trace, and %.0f %% of %s's"
              + " calls tell theirs, each turn a new one; so it is with DynamoDB, Kinesis,"
              + " EventBridge and old SDKs",
          100 * root.tracedShare(), cascade.root());
    }
    if (tree != null && tree.id.ofXray()) {
      return text(
          "the calls share one X-Ray trace, in which Lambda's loop detection counts: it stops a chain"
              + " after some %d returns through SQS, SNS, S3 or direct calls. If this one goes on, look"
              + " for RecursiveLoop=Allow, DynamoDB, Kinesis or EventBridge on the way",
          Chain.STOPPED);
    }
    String unknown =
        tree == null
            ? ""
            : "the turns share an id of the application's own, not known to be X-Ray's; ";
    return text(
        unknown
            + "Lambda's loop detection stops a chain after some %d returns through SQS, SNS, S3 or direct"
            + " calls%s: look for DynamoDB, Kinesis, EventBridge, an old SDK, RecursiveLoop=Allow",
        Chain.STOPPED,
        overdue(cascade, root, state, view.figures.perSecond));
  }

  /** Do its turns tell X-Ray's traces, but no two of them the same? */
  static boolean isBlind(Cascade cascade, AccountState state) {
    Member root = state.members.get(cascade.root());
    return root != null
        && !cascade.fansOut()
        && cascade.shape() != Cascade.Shape.CUT_CHAINS
        && state.trees.find(cascade.trace) == null
        && root.tracedShare() >= MOSTLY_TOLD
        && cascade.calls() >= SEEN
        && tellsXray(cascade.root(), state);
  }

  /** Is the id that its calls tell X-Ray's? Within another Lambda counts nothing. */
  private static boolean tellsXray(String root, AccountState state) {
    return state.trees.all().stream()
        .anyMatch(tree -> tree.id.ofXray() && tree.root().equals(root));
  }

  /** How long sixteen turns of a single chain take, where that is long ago. */
  private static String overdue(
      Cascade cascade, @Nullable Member root, AccountState state, double perSecond) {
    boolean serial = root != null && perSecond * root.cost.seconds() <= LoopRule.SERIAL;
    double needs = perSecond <= 0 ? 0 : Chain.STOPPED / perSecond;
    long goesOn = state.end - cascade.since;
    return cascade.shape() == Shape.LOOP && serial && goesOn > needs
        ? text("; that takes %.0f s, this has gone on for %d s and was not stopped", needs, goesOn)
        : cascade.isAmbiguous() || goesOn < SOON * Chain.STOPPED * turn(cascade, state)
            ? "; whether it sees this one is not known yet. If it goes on"
            : "; it has not stopped this one";
  }

  /** What a turn takes at least, seconds: its calls, one after another. */
  private static double turn(Cascade cascade, AccountState state) {
    double seconds = 0;
    for (String name : cascade.cycle()) {
      Member member = state.members.get(name);
      seconds += member == null ? 0 : member.cost.seconds();
    }
    return seconds;
  }

  /** How often the deepest chain came back, as far as can be told. */
  private static long turns(Tree tree, Cascade cascade, AccountState state) {
    for (Branch branch : tree.branches) {
      if (branch.deepest != CallTrace.NO_DEPTH && branch.function.equals(cascade.cycle().get(0))) {
        return branch.deepest / Math.max(1, cascade.cycle().size());
      }
    }
    long turns = Long.MAX_VALUE;
    for (String name : cascade.cycle()) {
      turns = Math.min(turns, tree.calls(name) - 1);
    }
    // Of what multiplies, and of what one call makes at once, calls are many times the turns.
    // Within which part of its second a call began is not told.
    long least = new Chain(tree).seconds() - 1;
    boolean serial = least >= IN_TURN * turns * turn(cascade, state);
    return cascade.shape() == Shape.EXPLOSION || !serial ? 0 : turns;
  }
}
