package dev.stormwatch.core.incident;

import static dev.stormwatch.core.incident.Pager.HOUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.Silence;
import dev.stormwatch.core.settings.TestSettings;
import dev.stormwatch.core.slot.RecordingEffects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the detectors find, what a human hears is a set of well-formed stories. */
class PagerPropertyTest {

  private static final int PAGES_PER_HOUR = 4;

  private final Settings settings =
      TestSettings.usual().with("paging.pagesPerHour", (long) PAGES_PER_HOUR).settings();
  private Pager pager = new Pager(settings);

  static LongStream seeds() {
    return LongStream.range(0, 25);
  }

  private static Subject subject(Kind kind, Random random) {
    FunctionId function =
        new FunctionId(Pager.ACCOUNT, Pager.REGION, "function-" + random.nextInt(3));
    String stream = "arn:aws:kinesis:eu-west-1:111122223333:stream/orders";
    return switch (kind) {
      case CONNECTION_EXHAUSTION, FAN_OUT_CASCADE -> Pager.database("function-0", "function-1");
      case POISON_RECORD, HOT_SHARD, CONSUMER_LAG ->
          Subject.shard(function, stream, "shard-" + random.nextInt(2), "", "");
      case DEPENDENCY_OUTAGE -> Subject.queue(function, stream, "");
      default -> Subject.function(function);
    };
  }

  private void live(Random random, boolean withSilences) {
    List<Finding> going = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      if (random.nextInt(8) == 0) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        Severity severity = Severity.values()[random.nextInt(3)];
        going.add(Pager.finding(kind, subject(kind, random), severity, pager.now));
      }
      List<Finding> slot = new ArrayList<>();
      going.forEach(finding -> slot.add(random.nextInt(4) == 0 ? Pager.over(finding) : finding));
      if (!going.isEmpty() && random.nextInt(9) == 0) {
        Finding ended = going.remove(random.nextInt(going.size()));
        if (random.nextBoolean()) {
          slot.add(Pager.over(ended));
        }
      }
      if (withSilences && random.nextInt(50) == 0) {
        pager.silences(new Silences(i + 1, silences(random)));
      }
      pager.slot(random.nextInt(3) == 0 ? List.of() : slot);
      if (random.nextInt(20) == 0) {
        pager.pass(random.nextInt(600_000));
      }
    }
    pager.pass(8 * HOUR);
  }

  private List<Silence> silences(Random random) {
    List<Silence> silences = new ArrayList<>();
    for (int left = random.nextInt(3); left > 0; left--) {
      String to = Instant.ofEpochMilli(pager.now + random.nextInt(1_000_000)).toString();
      silences.add(
          new Silence(
              TestSettings.silence(Instant.ofEpochMilli(pager.now).toString(), to)
                  .with("subjects", List.of("function-" + random.nextInt(3)))));
    }
    return silences;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyIncidentThatIsOpenedIsOneWellFormedStory(long seed) {
    live(new Random(seed), seed % 2 == 0);
    Map<String, Alert> last = new HashMap<>();
    Map<String, String> openByKey = new HashMap<>();
    Map<String, Integer> updates = new HashMap<>();
    for (Alert alert : pager.heard()) {
      String key = alert.finding.incidentKey();
      Alert before = last.put(alert.incidentId, alert);
      if (before == null) {
        assertThat(alert.action).as("no message before open").isEqualTo(Action.OPEN);
        assertThat(alert.sequence).isOne();
        assertThat(openByKey.put(key, alert.incidentId)).as("one of a kind and subject").isNull();
        continue;
      }
      assertThat(before.ends()).as("nothing after the end").isFalse();
      assertThat(alert.action).isNotEqualTo(Action.OPEN);
      assertThat(alert.sequence).isEqualTo(before.sequence + 1);
      assertThat(alert.severity).isGreaterThanOrEqualTo(before.severity);
      assertThat(alert.severity.compareTo(before.severity) > 0)
          .as("it rises only aloud")
          .isEqualTo(alert.action == Action.ESCALATE);
      assertThat(alert.decidedAt).isGreaterThanOrEqualTo(before.decidedAt);
      if (alert.action == Action.UPDATE && !alert.headline.startsWith("still open")) {
        assertThat(updates.merge(alert.incidentId, 1, Integer::sum)).isLessThanOrEqualTo(3);
      }
      if (alert.ends()) {
        openByKey.remove(key);
      }
    }
    assertThat(openByKey).as("everything that opens ends").isEmpty();
    assertThat(pager.keepsNothing()).as("nothing is kept of what is past").isTrue();
  }

  static Stream<Arguments> seedsAndBudgets() {
    return seeds()
        .boxed()
        .flatMap(seed -> Stream.of(1L, 4L, 10_000L).map(pages -> Arguments.of(seed, pages)));
  }

  @ParameterizedTest
  @MethodSource("seedsAndBudgets")
  void nothingIsKeptBackUnheardOf(long seed, long pagesPerHour) {
    pager = new Pager(TestSettings.usual().with("paging.pagesPerHour", pagesPerHour).settings());
    live(new Random(seed), false);
    Set<String> named = new HashSet<>();
    for (Alert alert : pager.heard()) {
      named.add(alert.incidentId);
      alert.inhibits.forEach(muted -> named.add(muted.incidentId));
    }
    // But for functions that fall silent since their cascade was stopped, of which all was said.
    assertThat(named)
        .containsAll(
            pager.opened().stream().filter(id -> !id.startsWith("telemetry-gap")).toList());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noHourHasMorePagesThanItsBudgetAndItsDigests(long seed) {
    live(new Random(seed), seed % 2 == 0);
    List<Long> pages =
        pager.heard().stream()
            .filter(alert -> alert.severity == Severity.PAGE)
            .filter(alert -> alert.action == Action.OPEN || alert.action == Action.ESCALATE)
            .map(alert -> alert.decidedAt)
            .toList();
    long digests = HOUR / settings.paging.digestMillis;
    for (int i = 0; i < pages.size(); i++) {
      long from = pages.get(i);
      long within = pages.stream().filter(at -> at >= from && at < from + HOUR).count();
      assertThat(within).isLessThanOrEqualTo(PAGES_PER_HOUR + digests);
    }
  }

  /** Slots come together in any order. */
  @ParameterizedTest
  @MethodSource("seeds")
  void theOrderInWhichASlotsAlertsComeChangesNothing(long seed) {
    Random random = new Random(seed);
    List<Alert> alerts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      Finding finding =
          Pager.finding(
              kind, subject(kind, random), Severity.values()[random.nextInt(3)], random.nextInt(9));
      alerts.add(Alert.about(finding, IncidentId.of(finding), 1, Action.OPEN, Pager.START).build());
    }
    String expected = sent(alerts);
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(alerts, random);
      assertThat(sent(alerts)).isEqualTo(expected);
    }
  }

  private String sent(List<Alert> alerts) {
    PagerSlot slot = new PagerSlot("any", Silences.NONE);
    for (Alert alert : alerts) {
      slot = slot.merge(PagerSlot.of(alert, Silences.NONE));
    }
    PagerLogic logic = new PagerLogic(settings);
    RecordingEffects<Alert> effects = new RecordingEffects<>();
    logic.onSlot(Pager.START, slot, logic.newState(), effects);
    StringBuilder bytes = new StringBuilder();
    for (Alert alert : effects.emitted) {
      for (byte b : Bytes.of(new Alert.ByteCodec(), alert)) {
        bytes.append(b).append(' ');
      }
      bytes.append('\n');
    }
    return bytes.toString();
  }
}
