package dev.stormwatch.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.function.FunctionLogic;
import dev.stormwatch.core.function.FunctionState;
import dev.stormwatch.core.model.Activity;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import dev.stormwatch.lab.scenario.Recording;
import dev.stormwatch.lab.scenario.Scenario;
import dev.stormwatch.telemetry.DeadRecordException;
import dev.stormwatch.telemetry.FoldingDecoder;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.SettingsException;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Is the cause named that was at work? The mechanism is set by the scenario; what counts is the
 * first finding about the function that is worth a ticket. More seeds by {@code
 * -Dstormwatch.causeSeeds=N}, of which the first is {@code -Dstormwatch.seed}.
 */
class ColdStartCausesTest {

  private static final int SEEDS = Integer.getInteger("stormwatch.causeSeeds", 1);
  private static final long FIRST = Long.getLong("stormwatch.seed", 1);

  private static final Settings SETTINGS = settings();
  private static final long SLOT = SETTINGS.clock.slotMillis;

  private static final String DEPENDENCY =
      """
      title: what is called at init answers slowly
      minutes: 75
      functions:
        f:
          runtime: nodejs-22
          version: "7"
          initMillis: {between: [300, 600]}
          workMillis: {between: [120, 300]}
          idleMinutes: 2.5
          lifetimeMinutes: 12
          traffic:
            perSecond: {between: [3, 8]}
            mood: 0.3
            schedules: [{first: 1, every: 3.1, calls: {between: [15, 40]}, withinSeconds: 1}]
      troubles:
        - {do: deploy, function: f, at: 35, version: "7", initFactor: {between: [4, 10]}}
      """;

  private static final String SPILL_OVER =
      """
      title: a sale goes beyond what is provisioned, in waves
      minutes: 50
      functions:
        login:
          runtime: java-21
          version: "7"
          provisionedConcurrency: {between: [4, 8]}
          initMillis: {between: [2200, 3400]}
          workMillis: {between: [90, 160]}
          traffic:
            perSecond: {between: [1, 2]}
            waves:
              - {at: 40, hold: 6, factor: 8}
              - {at: 40, hold: 0.0017, factor: 200}
              - {at: 41.4, hold: 0.0017, factor: 400}
              - {at: 42.8, hold: 0.0017, factor: 600}
      """;

  /**
   * A mechanism.
   *
   * @param cause as alerts call it
   */
  private record Case(Scenario scenario, String function, String cause) {}

  private static Settings settings() {
    try {
      return SettingsReader.read(
          "{\"functions\":[{\"match\":\"login\",\"provisionedConcurrency\":4}]}");
    } catch (SettingsException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Case> cases() {
    return List.of(
        new Case(Scenario.named("cold-start-burst"), "checkout", "traffic-burst"),
        new Case(Scenario.named("cold-start-churn"), "orders-api", "environment-deaths"),
        new Case(Scenario.named("init-regression"), "quotes", "init-of-version"),
        new Case(Scenario.ofText("dependency", DEPENDENCY), "f", "init-of-dependency"),
        new Case(Scenario.ofText("spill-over", SPILL_OVER), "login", "provisioned-spill-over"));
  }

  @Test
  void theCauseIsNamedNineTimesInTen() throws Exception {
    int named = 0;
    int told = 0;
    for (Case each : cases()) {
      int right = 0;
      for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
        Finding first = first(each, Recording.play(each.scenario(), seed));
        if (first == null) {
          System.out.printf(Locale.ROOT, "%s %d: nothing was told%n", each.scenario().name(), seed);
          continue;
        }
        told++;
        if (first.cause.equals(each.cause())) {
          right++;
        } else {
          System.out.printf(
              Locale.ROOT, "%s %d: %s%n", each.scenario().name(), seed, first.headline);
        }
      }
      System.out.printf(
          Locale.ROOT, "%s: named right %d times of %d%n", each.scenario().name(), right, SEEDS);
      named += right;
    }
    assertThat(told).isGreaterThanOrEqualTo((int) Math.ceil(0.9 * cases().size() * SEEDS));
    assertThat((double) named).isGreaterThanOrEqualTo(0.9 * told);
  }

  /** The first finding about a case's function that is worth a ticket; null when there is none. */
  private static @Nullable Finding first(Case each, Recording recording)
      throws DeadRecordException {
    FunctionLogic logic = new FunctionLogic(SETTINGS);
    FunctionState state = logic.newState();
    Heard heard = new Heard();
    for (Map.Entry<Long, FunctionSlot> slot : slots(each.function(), recording).entrySet()) {
      logic.onSlot(slot.getKey(), slot.getValue(), state, heard);
    }
    return heard.findings.stream()
        .filter(finding -> finding.kind == Kind.COLD_START_SPIKE && !finding.recovered)
        .filter(finding -> finding.severity != Severity.INFO)
        .findFirst()
        .orElse(null);
  }

  /** A function's slots by their ends. */
  private static Map<Long, FunctionSlot> slots(String function, Recording recording)
      throws DeadRecordException {
    FoldingDecoder decoder = new FoldingDecoder(SETTINGS, "eu-west-1");
    Map<Long, FunctionSlot> slots = new TreeMap<>();
    for (JsonNode row : recording.records()) {
      long arrival = Instant.parse(row.path("ApproximateArrivalTimestamp").asText()).toEpochMilli();
      FunctionSlot piece =
          decoder.fold(
              new KinesisRecord(
                  row.path("ShardId").asText(),
                  row.path("SequenceNumber").asText(),
                  row.path("PartitionKey").asText(),
                  arrival,
                  Base64.getDecoder().decode(row.path("Data").asText())));
      if (piece != null && piece.function.name().equals(function)) {
        long end = (arrival / SLOT + 1) * SLOT;
        slots.computeIfAbsent(end, time -> new FunctionSlot(piece.function)).merge(piece);
      }
    }
    return slots;
  }

  private static final class Heard implements Effects<Finding> {
    private final List<Finding> findings = new ArrayList<>();

    @Override
    public void emit(Finding finding) {
      findings.add(finding);
    }

    @Override
    public void report(Activity activity) {}

    @Override
    public void wakeAt(long arrivalMillis) {}

    @Override
    public void forget() {}
  }
}
