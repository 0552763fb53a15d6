package dev.stormwatch.core.detect.cascade;

import static dev.stormwatch.core.detect.cascade.account.Member.NONE;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import dev.stormwatch.core.detect.cascade.account.Tree;
import dev.stormwatch.core.detect.cascade.account.Trees;
import dev.stormwatch.core.detect.cascade.saturation.AccountSaturation;
import dev.stormwatch.core.detect.cascade.saturation.InferredSaturation;
import dev.stormwatch.core.detect.cascade.saturation.SaturationDetector;
import dev.stormwatch.core.model.AccountSlot;
import dev.stormwatch.core.model.FunctionFlow;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Keeps what an account's functions do, slot by slot, and shows it to the detectors. */
public final class CascadeLogic implements SlotLogic<AccountSlot, AccountState, Finding> {

  private static final long serialVersionUID = 1L;

  /** An account silent for so long is forgotten, and a function in it. */
  private static final long FORGET_MILLIS = 14L * 24 * 3_600_000;

  private static final int SILENT_SECONDS = 30;

  /** From when on an account is judged that is known. */
  private static final long ALWAYS = 0;

  private final Settings settings;
  private final CascadeDetector cascades;
  private final SaturationDetector saturation;
  private final AccountSaturation account;
  private final InferredSaturation inferred;

  public CascadeLogic(Settings settings) {
    this.settings = settings;
    this.cascades = new CascadeDetector(settings);
    this.saturation = new SaturationDetector(settings);
    this.account = new AccountSaturation(settings);
    this.inferred = new InferredSaturation(settings);
  }

  @Override
  public AccountState newState() {
    return new AccountState();
  }

  @Override
  public void onSlot(long end, AccountSlot slot, AccountState state, Effects<Finding> effects) {
    if (!settings.cascade.enabled) {
      effects.forget();
      return;
    }
    state.account = slot.account;
    state.region = slot.region;
    if (state.end == NONE) {
      state.end = end / 1000;
      state.first = state.end;
      state.judgedFrom = end + settings.cascade.learningMillis;
    }
    advance(end, state);
    long slotSeconds = settings.clock.slotMillis / 1000;
    for (Map.Entry<String, FunctionFlow> entry : slot.functions.entrySet()) {
      Member member = state.members.computeIfAbsent(entry.getKey(), name -> new Member());
      member.heardAt = end;
      member.take(entry.getValue(), state.end, slotSeconds);
      state.inferred.take(end, entry.getKey(), entry.getValue());
      for (Cascade cascade : state.cascades) {
        if (cascade.path.contains(entry.getKey())) {
          cascade.take(entry.getKey(), entry.getValue(), member, state.end, slotSeconds);
        }
      }
    }
    learnSizes(state.trees.take(slot.traces, end), state);
    dropOldest(end, state);
    judge(end, state, effects);
  }

  @Override
  public void onWake(long end, AccountState state, Effects<Finding> effects) {
    if (!state.active()) {
      effects.forget();
      return;
    }
    advance(end, state);
    judge(end, state, effects);
  }

  private void judge(long end, AccountState state, Effects<Finding> effects) {
    inferred.take(end, state);
    if (end >= state.judgedFrom && state.judgedFrom != ALWAYS) {
      // What came and went in the time of learning is known. What goes on may be what is usual.
      state.members.values().forEach(member -> member.burst.forget());
      state.judgedFrom = ALWAYS;
    }
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      if (end >= state.judgedFrom || isNew(entry.getValue(), state)) {
        boolean incident = state.cascading(entry.getKey());
        entry.getValue().watch(state.end, settings.cascade.usualRatio, incident);
      }
    }
    if (end >= state.judgedFrom) {
      cascades.judge(end, state, effects);
      saturation.judge(end, state, effects);
      account.judge(end, state, effects);
      inferred.judge(end, state, effects);
    }
    // While a cascade is open its silence says something too.
    effects.wakeAt(end + (state.active() ? settings.clock.slotMillis - 1 : FORGET_MILLIS));
  }

  /** Was it silent when the account was first heard of? Then a burst of it is one. */
  private static boolean isNew(Member member, AccountState state) {
    return state.end - state.first <= StartRing.SECONDS
        && member.count(state.end - StartRing.SECONDS, state.first + SILENT_SECONDS) == 0;
  }

  private static void advance(long end, AccountState state) {
    long second = end / 1000;
    if (second <= state.end) {
      return;
    }
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      boolean learn = !state.cascading(entry.getKey());
      entry.getValue().advance(state.end, second, state.known, learn);
    }
    learnSizes(state.trees.advance(state.end, second), state);
    learnTrees(second, state);
    if (second - state.first > Member.LAG_SECONDS) {
      state.known += second - Math.max(state.end, state.first + Member.LAG_SECONDS);
    }
    state.end = second;
  }

  /** What a tree came to that stopped by itself is usual of its root. */
  private static void learnTrees(long second, AccountState state) {
    for (Tree tree : state.trees.all()) {
      boolean over = second * 1000 - tree.heardAt >= quietMillis(tree);
      if (over && tree.large() && tree.calls > tree.taught) {
        tree.taught = tree.calls;
        Member root = state.members.get(tree.root());
        if (root != null && tree.branches.stream().noneMatch(b -> state.cascading(b.function))) {
          root.largestTree = Math.max(root.largestTree, (double) tree.calls);
        }
      }
    }
  }

  /**
   * What an event became is known when nothing was heard of it for long. One that was silent for so
   * long when it lost its place is over as well, so what a place holds is the whole of it.
   */
  private static void learnSizes(List<Tree> gone, AccountState state) {
    for (Tree tree : gone) {
      Member root = state.members.get(tree.root());
      boolean over = state.end * 1000 - tree.heardAt >= quietMillis(tree);
      if (root != null
          && over
          && tree.branches.stream().noneMatch(b -> state.cascading(b.function))) {
        root.sizes.take(tree.calls);
      }
    }
  }

  /** A tree whose turns take minutes is silent between them, and has not stopped. */
  private static long quietMillis(Tree tree) {
    long half = (tree.heardAt - tree.since() * 1000) / 2;
    return Math.max(Tree.QUIET_MILLIS, Math.min(half, Trees.OVER_MILLIS / 2));
  }

  private static void dropOldest(long end, AccountState state) {
    state.members.values().removeIf(member -> end - member.heardAt > FORGET_MILLIS);
    while (state.members.size() > AccountState.MEMBERS) {
      state.members.entrySet().stream()
          .filter(entry -> !state.cascading(entry.getKey()))
          .min(
              Comparator.comparingLong((Map.Entry<String, Member> e) -> e.getValue().heardAt)
                  .thenComparing(Map.Entry::getKey))
          .ifPresent(entry -> state.members.remove(entry.getKey()));
    }
  }
}
