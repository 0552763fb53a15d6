package dev.stormwatch.core.detect.connections;

import static dev.stormwatch.core.detect.connections.ConnectionState.NEVER;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.ExhaustionLine;
import dev.stormwatch.core.model.FunctionShare;
import dev.stormwatch.core.model.GaugeReading;
import dev.stormwatch.core.settings.DatabaseRule;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps what a database's functions do, slot by slot, and shows it to the detector. */
public final class ConnectionLogic implements SlotLogic<DatabaseSlot, ConnectionState, Finding> {

  private static final long serialVersionUID = 1L;

  /** A database silent for so long is forgotten. */
  private static final long FORGET_MILLIS = 14L * 24 * 3_600_000;

  /** Environments that come back after so long were there all the time. */
  private static final long SILENCE_MILLIS = 60_000;

  /** So many calls tell how long a function's calls usually take. */
  private static final long KNOWN_CALLS = 50;

  /** A slot teaches at most so many times what is usual: an incident is learned slowly. */
  private static final double MOST_SURPRISE = 1.5;

  private static final double LEARNING_MILLIS = 1_200_000;

  private final Settings settings;
  private final ConnectionDetector detector;

  public ConnectionLogic(Settings settings) {
    this.settings = settings;
    this.detector = new ConnectionDetector(settings);
  }

  @Override
  public ConnectionState newState() {
    return new ConnectionState();
  }

  @Override
  public void onSlot(long end, DatabaseSlot slot, ConnectionState state, Effects<Finding> effects) {
    if (!settings.connections.enabled) {
      effects.forget();
      return;
    }
    DatabaseRule rule = settings.database(slot.database);
    boolean named = !slot.database.isEmpty();
    if (named && rule == null && slot.functions.isEmpty() && state.panes.isEmpty()) {
      // A gauge under a name that no function has named: anybody may print any number of these.
      effects.forget();
      return;
    }
    Pane pane = take(end, slot, rule, state);
    InferredDatabase inferred = rule == null ? state.inferred : null;
    if (inferred != null) {
      Pane own = take(end, inferred.part(slot), inferred.rule(), inferred.estate);
      learn(end, own, inferred.estate);
    }
    detector.judge(end, slot, rule, state, effects);
    learn(end, pane, state);
    wake(end, state, effects);
  }

  /** Takes in what a slot tells. */
  private Pane take(
      long end, DatabaseSlot slot, @Nullable DatabaseRule rule, ConnectionState state) {
    advance(end, state);
    Pane pane = new Pane();
    pane.end = end;
    for (Map.Entry<String, FunctionShare> entry : slot.functions.entrySet()) {
      take(end, entry.getKey(), entry.getValue(), pane, rule != null, state);
    }
    state.members.values().removeIf(m -> end - m.heardAt > settings.environmentIdleMillis);
    long living = state.members.values().stream().mapToLong(m -> m.living).sum();
    pane.held = living * (rule == null ? 1 : rule.connectionsPerEnvironment);
    state.panes.add(pane);
    while (state.panes.size() > ConnectionState.PANES) {
      state.panes.remove(0);
    }
    slot.readings.stream()
        .sorted((one, other) -> Long.compare(one.at, other.at))
        .forEach(reading -> take(reading, state));
    return pane;
  }

  /** An open ticket is not forgotten while the database is silent. */
  private void wake(long end, ConnectionState state, Effects<Finding> effects) {
    long forget = state.newest().end + FORGET_MILLIS;
    boolean open = state.history.ticket != PeakHistory.Ticket.NONE;
    effects.wakeAt(open ? Math.min(forget, end + settings.incident.expireMillis / 2) : forget);
  }

  /** Slots in which nothing came are slots too: as many environments, and no calls. */
  private void advance(long end, ConnectionState state) {
    if (state.panes.isEmpty()) {
      state.judgedFrom = end + settings.connections.learningMillis;
      return;
    }
    if (end - state.newest().end >= SILENCE_MILLIS) {
      state.judgedFrom = end + settings.connections.learningMillis;
    }
    long slot = settings.clock.slotMillis;
    long next = Math.max(state.newest().end + slot, end - ConnectionState.PANES * slot);
    for (long missing = next; missing < end; missing += slot) {
      Pane pane = new Pane();
      pane.end = missing;
      pane.held = state.newest().held;
      state.panes.add(pane);
    }
  }

  private void take(
      long end,
      String name,
      FunctionShare share,
      Pane pane,
      boolean declared,
      ConnectionState state) {
    if (!state.members.containsKey(name) && state.members.size() >= ConnectionState.MEMBERS) {
      return;
    }
    Member member = state.members.computeIfAbsent(name, n -> new Member());
    member.living = share.living;
    member.release = share.release;
    member.fresh = share.fresh;
    member.milliConcurrency = share.milliConcurrency;
    member.usualMilliConcurrency = share.usualMilliConcurrency;
    member.open = share.open;
    member.heardAt = end;
    member.memoryMegabytes = share.memoryMegabytes;
    member.peak = Math.max(member.peak, share.living);
    member.complaints.add(end, share);
    member.complaints.judge(end, state.active, settings.connections);
    if (!declared) {
      member.unbelieved.add(end, share, member.complaints.believed(), settings.connections);
    }
    member.refused +=
        declared
            ? share.refused
            : member.complaints.newestRefused() + member.complaints.newestPoolEmpty();
    if (!share.lines.isEmpty()) {
      member.words = share.lines.get(0).words;
    }
    pane.attempts += share.attempts;
    pane.ended += share.ended;
    pane.durationMicros += share.durationMicros;
    pane.failures += share.failures;
    pane.retries += share.retries;
    pane.refused += share.refused;
    pane.poolEmpty += share.poolEmpty;
    pane.fresh += share.fresh;
    state.tooFast += share.refusals.tooFast;
    if (!share.refusals.endpoint.isEmpty()) {
      state.endpoint = share.refusals.endpoint;
    }
    pace(share, member, pane);
    if (declared || member.complaints.believed()) {
      state.lines = ExhaustionLine.first(state.lines, member.complaints.takeLines());
    }
  }

  private void take(GaugeReading reading, ConnectionState state) {
    if (reading.connections < 0) {
      return;
    }
    int last = state.readings.size() - 1;
    if (last >= 0 && state.readings.get(last).at > reading.at) {
      return;
    }
    // Of what is logged in every call, one of a slot is kept, so that they reach back some slots.
    if (last >= 0 && sameSlot(state.readings.get(last), reading)) {
      state.readings.set(last, reading);
      return;
    }
    state.readings.add(reading);
    for (Member member : state.members.values()) {
      member.grown = member.living - member.atReading;
      member.atReading = member.living;
    }
    if (state.readings.size() > ConnectionState.READINGS) {
      state.readings.remove(0);
    }
  }

  private boolean sameSlot(GaugeReading one, GaugeReading other) {
    long slot = settings.clock.slotMillis;
    return one.database.equals(other.database)
        && Math.floorDiv(one.at, slot) == Math.floorDiv(other.at, slot);
  }

  private void learn(long end, Pane pane, ConnectionState state) {
    if (state.learnedAt == NEVER) {
      state.learnedAt = end;
    }
    double slot = settings.clock.slotMillis;
    double rate = pane.attempts * 1000.0 / slot;
    double share = Math.min(1, slot / LEARNING_MILLIS);
    double young = slot / (end - state.learnedAt + slot);
    double believed =
        state.usualAttempts > 0 && young < 0.05
            ? Math.min(rate, MOST_SURPRISE * state.usualAttempts)
            : rate;
    state.usualAttempts += Math.max(share, young) * (believed - state.usualAttempts);
  }

  /** A function's own pace, an average of all calls first and of the last twenty minutes later. */
  private void pace(FunctionShare share, Member member, Pane pane) {
    if (share.ended == 0) {
      return;
    }
    double mean = (double) share.durationMicros / share.ended;
    boolean known = member.seen >= KNOWN_CALLS;
    pane.usualMicros += known ? (long) (share.ended * member.usualMicros) : share.durationMicros;
    member.seen += share.ended;
    double weight =
        Math.max(
            Math.min(1, settings.clock.slotMillis / LEARNING_MILLIS),
            (double) share.ended / member.seen);
    double believed = known ? Math.min(mean, MOST_SURPRISE * member.usualMicros) : mean;
    member.usualMicros += weight * (believed - member.usualMicros);
  }

  @Override
  public void onWake(long end, ConnectionState state, Effects<Finding> effects) {
    DatabaseRule rule = settings.database(state.history.database);
    boolean old = end - state.newest().end >= FORGET_MILLIS;
    if (old || rule == null || state.history.ticket == PeakHistory.Ticket.NONE) {
      effects.forget();
      return;
    }
    detector.remind(end, rule, state, effects);
    wake(end, state, effects);
  }
}
