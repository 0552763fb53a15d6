package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.ExhaustionLine;
import dev.stormwatch.core.model.FunctionShare;
import dev.stormwatch.core.model.GaugeReading;
import dev.stormwatch.core.model.Release;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import dev.stormwatch.core.slot.RecordingEffects;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One function and one database, slot by slot: what a test says happens, and what comes of it. */
final class Estate {

  static final long START = 1_772_446_200_000L;
  static final long SLOT = 5_000;

  static final Settings SETTINGS =
      TestSettings.usual()
          .with("databases", List.of(TestSettings.database("orders-db", 103, 3, 10, "checkout")))
          .settings();

  final ConnectionLogic logic;
  final RecordingEffects<Finding> effects = new RecordingEffects<>();
  ConnectionState state;

  private final String database;
  private long slots;
  private long before;
  private long refused;
  private long retries;
  private long tooFast;
  private long poolEmpty;
  private long failures = -1;
  private double usualRefusals = FunctionShare.UNKNOWN;
  private String host = "";
  private String words = "refused";
  private @Nullable Release release;
  private long concurrency;
  private long usualConcurrency;
  private long calls = 50;
  private long open;
  private long opened;
  private final List<GaugeReading> readings = new ArrayList<>();

  private String neighbour = "";
  private long neighbours;

  Estate(String database) {
    this(database, SETTINGS);
  }

  Estate(String database, Settings settings) {
    this.database = database;
    logic = new ConnectionLogic(settings);
    state = logic.newState();
  }

  /** It is woken, with nothing to take in. */
  void wake() {
    logic.onWake(now(), state, effects);
  }

  long now() {
    return START + slots * SLOT;
  }

  /** The next slot also holds so many lines by which the server refuses. */
  Estate refusing(long lines) {
    refused = lines;
    return this;
  }

  /** Refusals are in such words from now on. */
  Estate saying(String newWords) {
    words = newWords;
    return this;
  }

  /** The function's latest release from now on. */
  Estate released(Release latest) {
    release = latest;
    return this;
  }

  /** Refusals name a host from now on. */
  Estate naming(String newHost) {
    host = newHost;
    return this;
  }

  /** The next slot's refusals are of connections that are opened too fast. */
  /** Another function of the database, with so many environments from now on. */
  Estate beside(String function, long living) {
    neighbour = function;
    neighbours = living;
    return this;
  }

  Estate tooFast(long lines) {
    tooFast = lines;
    return refusing(lines);
  }

  /** The next slot also holds so many lines of an empty pool. */
  Estate poolEmpty(long lines) {
    poolEmpty = lines;
    return this;
  }

  /** The next slot's calls fail so often; without that, once for each line that refuses. */
  Estate failing(long newFailures) {
    failures = newFailures;
    return this;
  }

  /** So many refusals a call are usual for the function from now on. */
  Estate usually(double refusalsPerCall) {
    usualRefusals = refusalsPerCall;
    return this;
  }

  /** So many thousandths of calls run at a time from now on, and usually. */
  Estate busy(long milliConcurrency, long usual) {
    concurrency = milliConcurrency;
    usualConcurrency = usual;
    return this;
  }

  /** The next slot's calls hold so many that Lambda runs again. */
  Estate retrying(long calls) {
    retries = calls;
    return this;
  }

  /** So many slots of which nothing arrives. */
  Estate silent(long count) {
    slots += count;
    return this;
  }

  /** From now on a slot holds so many calls. */
  Estate calling(long newCalls) {
    calls = newCalls;
    return this;
  }

  /** So many calls run at the end of the next slot; lines tell when each began. */
  Estate running(long atTheEnd) {
    opened = atTheEnd - open;
    open = atTheEnd;
    return this;
  }

  /** The next slot also holds a reading, a tenth of a second after the one before. */
  Estate gauge(String name, long connections, long max) {
    readings.add(new GaugeReading(name, now() - 2_000 + 100L * readings.size(), connections, max));
    return this;
  }

  /**
   * One slot.
   *
   * @param living environments
   * @param millis mean duration of a call
   */
  Estate slot(long living, long millis) {
    DatabaseSlot slot = new DatabaseSlot("111122223333", "eu-west-1", database);
    slot.add("checkout", share(living, millis));
    if (!neighbour.isEmpty()) {
      FunctionShare share = new FunctionShare();
      share.living = neighbours;
      slot.add(neighbour, share);
    }
    readings.forEach(slot::add);
    readings.clear();
    slots++;
    logic.onSlot(now(), slot, state, effects);
    before = living;
    refused = 0;
    retries = 0;
    tooFast = 0;
    poolEmpty = 0;
    failures = -1;
    opened = 0;
    return this;
  }

  /** One slot of which nothing arrives but a reading. */
  void gaugeAlone(String name, long connections, long max) {
    DatabaseSlot slot = new DatabaseSlot("111122223333", "eu-west-1", database);
    slot.add(new GaugeReading(name, now(), connections, max));
    slots++;
    logic.onSlot(now(), slot, state, effects);
  }

  Estate slots(int count, long living, long millis) {
    for (int i = 0; i < count; i++) {
      slot(living, millis);
    }
    return this;
  }

  private FunctionShare share(long living, long millis) {
    FunctionShare share = new FunctionShare();
    share.living = living;
    share.fresh = Math.max(0, living - before);
    share.attempts = calls;
    share.ended = calls - opened;
    share.open = open;
    share.durationMicros = share.ended * millis * 1000;
    share.refused = refused;
    share.failures = failures < 0 ? refused : failures;
    share.usualRefusals = usualRefusals;
    share.milliConcurrency = concurrency;
    share.usualMilliConcurrency = usualConcurrency;
    share.retries = retries;
    share.poolEmpty = poolEmpty;
    share.refusals.tooFast = tooFast;
    share.release = release;
    share.refusals.named(refused > 0 ? host : "");
    if (refused + poolEmpty > 0) {
      share.lines =
          List.of(
              new ExhaustionLine(
                  now() + 1_000, "checkout", "/aws/lambda/checkout", "stream", "", words));
    }
    return share;
  }

  List<Finding> findings() {
    return effects.emitted;
  }

  List<Finding> pages() {
    return findings().stream()
        .filter(finding -> finding.severity == Severity.PAGE)
        .collect(Collectors.toList());
  }

  Finding last() {
    return effects.emitted.get(effects.emitted.size() - 1);
  }
}
