package dev.stormwatch.core.function;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.coldstart.ColdStartDetector;
import dev.stormwatch.core.detect.coldstart.ColdStartState;
import dev.stormwatch.core.detect.cost.CostDetector;
import dev.stormwatch.core.detect.dependency.DependencyDetector;
import dev.stormwatch.core.model.AccountSlot;
import dev.stormwatch.core.model.Activity;
import dev.stormwatch.core.model.ApplicationSlot;
import dev.stormwatch.core.model.ColdShare;
import dev.stormwatch.core.model.DatabaseHost;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FunctionFlow;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionShare;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.TelemetrySlot;
import dev.stormwatch.core.settings.DatabaseRule;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic;
import dev.stormwatch.core.track.FunctionTrack;
import java.util.ArrayList;

/** Tracks a function and shows each slot to every detector of functions. */
public final class FunctionLogic implements SlotLogic<FunctionSlot, FunctionState, Finding> {

  private static final long serialVersionUID = 1L;

  /** Reports of the pane before last have mostly arrived. */
  private static final long SETTLE_MILLIS = 20_000;

  /** A function silent for so long is forgotten, what was learned about it included. */
  private static final long FORGET_MILLIS = 14L * 24 * 3_600_000;

  /**
   * So long after its last words of exhaustion a function is taken for one of that database: as
   * long as the database's limit, which those words taught, is kept.
   */
  private static final long BOUND_MILLIS = FORGET_MILLIS;

  /** Words that follow within so long are of the same trouble, whichever host they name. */
  private static final long TROUBLE_MILLIS = 3_600_000;

  /** Quantile of the last hour's minutes that says how many calls usually run at a time. */
  private static final double USUAL = 0.5;

  /** So long after a failure one of the same kind may still follow: longer than any pause. */
  private static final long FAILING_MILLIS = 600_000;

  /** A function that grows beyond so many environments may be what fills an unknown database. */
  private static final long WORTH_TELLING = 8;

  private final Settings settings;
  private final ArrayList<DatabaseRule> databases;
  private final ColdStartDetector coldStarts;
  private final CostDetector costs;
  private final DependencyDetector dependencies;

  public FunctionLogic(Settings settings) {
    this.settings = settings;
    this.databases = new ArrayList<>(settings.databases());
    this.coldStarts = new ColdStartDetector(settings);
    this.costs = new CostDetector(settings);
    this.dependencies = new DependencyDetector(settings);
  }

  @Override
  public FunctionState newState() {
    return new FunctionState(new FunctionTrack(), ColdStartState.create());
  }

  @Override
  public void onSlot(long end, FunctionSlot slot, FunctionState state, Effects<Finding> effects) {
    if (slot.records == 0) {
      // None of its own lines: others measured it, which makes no function heard of.
      state.cost.measured(slot.processor);
      wake(end, state, effects);
      return;
    }
    AccountSlot piece = new AccountSlot(slot.function.account(), slot.function.region());
    long traced = TraceParts.add(slot, state.track, piece);
    state.track.advance(slot, end, settings.environmentIdleMillis);
    FunctionView view = new FunctionView(end, slot, state.track);
    coldStarts.onSlot(view, state.coldStart, effects);
    application(view, state, effects);
    FunctionView further = view.with(coldStarts.found(state.coldStart));
    costs.onSlot(further, state.cost, effects);
    dependencies.onSlot(further, state.dependency, effects);
    databases(further, state, effects);
    state.usualRefusals.learn(end, settings.clock.slotMillis, slot);
    calls(end, slot, state, effects);
    effects.contribute(TelemetrySlot.of(slot));
    effects.report(
        new Activity(
            slot.function,
            end,
            slot.invocations,
            slot.coldStarts,
            state.track.failures(),
            state.track.retries(),
            state.track.livingEnvironments(),
            state.track.mostConcurrency(SETTLE_MILLIS),
            state.track.blind(settings.blindMillis)));
    flow(slot, state.track, traced, piece, effects);
    state.heardAt = end;
    wake(end, state, effects);
  }

  /** Tells the function's application how its calls began, where one is declared. */
  private void application(FunctionView view, FunctionState state, Effects<Finding> effects) {
    FunctionId function = view.slot.function;
    String application = settings.application(function.name());
    ColdShare share = application.isEmpty() ? null : coldStarts.share(view, state.coldStart);
    if (share != null) {
      ApplicationSlot piece =
          new ApplicationSlot(function.account(), function.region(), application);
      piece.add(function.name(), share);
      effects.contribute(piece);
    }
  }

  private void wake(long end, FunctionState state, Effects<Finding> effects) {
    long forget = state.heardAt + FORGET_MILLIS;
    if (end >= forget) {
      effects.forget();
    } else {
      effects.wakeAt(Math.min(forget, costs.wakeAt(state.cost)));
    }
  }

  /** Tells the account how much was called. */
  private static void flow(
      FunctionSlot slot,
      FunctionTrack track,
      long traced,
      AccountSlot piece,
      Effects<Finding> effects) {
    if (track.attempts() == 0
        && slot.invocations == 0
        && traced == 0
        && slot.throttles.lines == 0) {
      return;
    }
    FunctionFlow flow = new FunctionFlow();
    flow.starts = track.starts();
    flow.ended = slot.invocations;
    flow.durationMicros = slot.durationMicros;
    flow.billedMegabyteMillis = slot.billedMegabyteMillis;
    flow.failures = track.failures();
    flow.retries = track.retries();
    flow.living = track.livingEnvironments();
    flow.fresh = track.newEnvironments();
    flow.milliConcurrency = Math.round(1000 * track.concurrency(SETTLE_MILLIS));
    flow.traced = traced;
    flow.cut = track.cut();
    flow.throttles.addAll(slot.throttles);
    flow.batches = slot.inits.batches;
    flow.oldestMillis = slot.inits.oldestMillis;
    piece.add(slot.function.name(), flow);
    effects.contribute(piece);
  }

  /** Tells each of the function's databases, and one that nobody declared if it must have one. */
  private void databases(FunctionView view, FunctionState state, Effects<Finding> effects) {
    long end = view.end;
    FunctionSlot slot = view.slot;
    if (slot.exhaustionLines > 0) {
      if (!within(TROUBLE_MILLIS, end, state)) {
        state.endpoint = slot.refusals.endpoint;
      }
      state.exhaustedAt = end;
    }
    boolean declared = false;
    for (DatabaseRule database : databases) {
      if (database.uses(slot.function.name())) {
        declared = true;
        contribute(view, database.id, state, effects);
      }
    }
    boolean bound = within(BOUND_MILLIS, end, state);
    boolean growing =
        state.track.newEnvironments() > 0 && state.track.livingEnvironments() >= WORTH_TELLING;
    if (!declared && (bound || growing)) {
      // Those that fail with the same host belong together; of others only that they fail is known.
      contribute(view, bound ? database(state.endpoint) : "", state, effects);
    }
  }

  /** Tells how calls went while some fail, for what a rhythm of failures may mean beside them. */
  private static void calls(
      long end, FunctionSlot slot, FunctionState state, Effects<Finding> effects) {
    if (state.track.failures() > 0) {
      state.failedAt = end;
    }
    long failed = state.track.failures();
    long well = slot.invocations - failed;
    boolean fails = state.failedAt != Long.MIN_VALUE && end - state.failedAt <= FAILING_MILLIS;
    if (fails && (well > 0 || failed > 0)) {
      long at = end - slot.lags.quantile(0);
      effects.contribute(EventSourceSlot.ofCalls(slot.function, at, well, failed));
    }
  }

  private static boolean within(long millis, long end, FunctionState state) {
    return state.exhaustedAt != Long.MIN_VALUE && end - state.exhaustedAt <= millis;
  }

  /**
   * Under what name the functions that name a host are told of: that of its gauge, unless the
   * settings give that name to a database of others.
   */
  private String database(String host) {
    String id = DatabaseHost.id(host);
    return DatabaseHost.gauged(host) && settings.database(id) == null ? id : host;
  }

  private void contribute(
      FunctionView view, String database, FunctionState state, Effects<Finding> effects) {
    long end = view.end;
    FunctionSlot slot = view.slot;
    FunctionShare share = new FunctionShare();
    share.living = state.track.livingEnvironments();
    share.fresh = state.track.newEnvironments();
    share.open = state.track.openCalls();
    share.attempts = state.track.attempts();
    share.ended = slot.invocations;
    share.durationMicros = slot.durationMicros;
    share.failures = state.track.failures();
    share.retries = state.track.retries();
    share.refused = slot.refusedLines;
    share.poolEmpty = slot.poolLines;
    share.memoryMegabytes = state.track.memoryMegabytes();
    share.lines = slot.exhaustion;
    share.refusals.addAll(slot.refusals);
    share.usualRefusals = state.usualRefusals.share(end, settings.connections.learningMillis);
    share.milliConcurrency = Math.round(1000 * state.track.concurrency(SETTLE_MILLIS));
    share.usualMilliConcurrency =
        Math.round(1000 * state.track.concurrencyQuantile(USUAL, SETTLE_MILLIS));
    share.release = view.starts.releaseSince(end - TROUBLE_MILLIS);
    DatabaseSlot piece =
        new DatabaseSlot(slot.function.account(), slot.function.region(), database);
    piece.add(slot.function.name(), share);
    effects.contribute(piece);
  }

  @Override
  public void onWake(long end, FunctionState state, Effects<Finding> effects) {
    costs.onWake(end, state.track, coldStarts.found(state.coldStart), state.cost, effects);
    wake(end, state, effects);
  }
}
