package dev.stormwatch.core.function;

import static dev.stormwatch.core.function.ColdStartLife.HOUR;
import static dev.stormwatch.core.function.ColdStartLife.LONG_WAIT;
import static dev.stormwatch.core.function.ColdStartLife.MINUTE;
import static dev.stormwatch.core.function.ColdStartLife.SHORT_WAIT;
import static dev.stormwatch.core.function.ColdStartLife.SPIKE;
import static dev.stormwatch.core.function.ColdStartLife.TEN;
import static dev.stormwatch.core.function.ColdStartLife.USUAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Traits;
import org.junit.jupiter.api.Test;

/** Each cause is a member of the finding, in its words, with a call that shows it. */
class ColdStartEvidenceTest {

  /** The first finding that is worth a ticket. */
  private static Finding told(ColdStartLife life) {
    return life.said.stream()
        .map(ColdStartLife.Said::finding)
        .filter(finding -> finding.severity != Severity.INFO)
        .findFirst()
        .orElseThrow();
  }

  private static void named(Finding finding, String cause, String words, String line) {
    assertThat(finding.cause).isEqualTo(cause);
    assertThat(finding.headline).contains(words);
    assertThat(finding.headline.length()).as(finding.headline).isLessThanOrEqualTo(140);
    assertThat(finding.evidence).isNotEmpty();
    assertThat(finding.evidence.get(0).text).contains(line);
    assertThat(finding.evidence.get(0).requestId).isNotEmpty();
    assertThat(finding.recommendations).isNotEmpty();
    assertThat(finding.measure.value).isGreaterThan(finding.measure.threshold);
  }

  /** However long it was. */
  @Test
  void aWaitFromBeforeTheOnsetIsNoEvidence() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, TEN, USUAL);
    life.wait = 4 * LONG_WAIT;
    life.slot(10, 1);
    life.wait = LONG_WAIT;
    life.run(2 * MINUTE, TEN, slot -> 0).run(5 * MINUTE, TEN, SPIKE);
    Finding page = told(life);
    assertThat(page.evidence)
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.at).isGreaterThanOrEqualTo(page.onset));
  }

  @Test
  void callsBeyondWhatIsProvisioned() {
    ColdStartLife life = ColdStartLife.usual();
    life.traits = Traits.PROVISIONED_CONCURRENCY;
    life.run(HOUR, slot -> 3, USUAL);
    life.run(2 * ColdStartLife.SLOT, slot -> 25, slot -> 20)
        .run(10 * MINUTE, slot -> 18, slot -> slot % 2);
    Finding page = told(life);
    named(page, "provisioned-spill-over", "beyond provisioned concurrency", "Init Duration: 2000");
    assertThat(page.recommendations.get(0).command)
        .contains("list-provisioned-concurrency-configs");
  }

  @Test
  void snapshotsThatAreNotRestored() {
    ColdStartLife life = ColdStartLife.usual();
    life.traits = Traits.SNAP_START;
    life.restored = true;
    life.wait = SHORT_WAIT;
    life.run(HOUR, TEN, USUAL);
    life.wait = LONG_WAIT;
    life.initFailures = 1;
    life.run(5 * MINUTE, TEN, SPIKE);
    Finding page = told(life);
    named(page, "failing-restores", "a snapshot that fails to restore", "Restore Duration: 2000");
    assertThat(page.recommendations.get(0).command).contains("publish-version");
  }

  /** Now and then one fails, and all of them take longer: too few to be a loop. */
  @Test
  void snapshotsOfWhichSomeAreNotRestored() {
    ColdStartLife life = ColdStartLife.usual();
    life.restored = true;
    life.run(HOUR, TEN, USUAL);
    life.initFailures = 1;
    life.slot(10, 4);
    life.initFailures = 0;
    life.run(5 * MINUTE, TEN, SPIKE);
    named(told(life), "failing-restores", "snapshots fail to restore", "Restore Duration: 2000");
  }

  @Test
  void aChangeOfMemory() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, TEN, USUAL);
    life.memory = 2048;
    life.run(5 * MINUTE, TEN, SPIKE);
    Finding page = told(life);
    named(page, "configuration-change", "memory was set to 2048 MB", "Init Duration: 2000");
    assertThat(page.recommendations.get(0).action).contains("nothing, if the change was meant");
  }

  @Test
  void aDependencyThatIsSlowAtInit() {
    ColdStartLife life = ColdStartLife.usual();
    life.wait = SHORT_WAIT;
    life.run(3 * HOUR, TEN, USUAL);
    life.wait = LONG_WAIT;
    life.run(HOUR, TEN, USUAL);
    Finding ticket = told(life);
    assertThat(ticket.severity).isEqualTo(Severity.TICKET);
    named(ticket, "init-of-dependency", "without a new version", "Init Duration: 2000");
    assertThat(ticket.recommendations.get(0).action).contains("while it initialises");
  }

  /** The mean of the latest ten still holds inits from before. */
  @Test
  void initsAreToldAsLongAsTheyAreSinceTheOnset() {
    ColdStartLife life = ColdStartLife.usual();
    life.wait = SHORT_WAIT;
    life.run(3 * HOUR, TEN, USUAL);
    life.wait = 10 * LONG_WAIT;
    life.run(HOUR, TEN, USUAL);
    Finding ticket = told(life);
    assertThat(ticket.cause).isEqualTo("init-of-dependency");
    assertThat(ticket.measure.value).isBetween(19_000.0, 21_000.0);
    assertThat(ticket.headline).contains("init takes 19.9 s, 64.0 times the usual");
  }

  /** The minutes before do not belong to it. */
  @Test
  void theShareIsThatOfTheCallsSinceTheOnset() {
    ColdStartLife life = ColdStartLife.usual();
    life.environments = 40;
    life.run(HOUR, TEN, slot -> 0).run(90_000, TEN, TEN);
    Finding page = told(life);
    assertThat(page.headline).contains("100 % of calls are cold");
    assertThat(page.measure.value).isGreaterThan(0.9);
  }

  @Test
  void nothingIsToldOfTheWaitsOfNone() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, TEN, USUAL);
    life.run(3 * MINUTE, TEN, SPIKE).run(15 * MINUTE, TEN, slot -> 0);
    Finding over = life.recoveries().get(0).finding();
    assertThat(over.headline).contains("cold starts are down to 0.0 % of calls; 0 of ");
    assertThat(over.impact.what).doesNotContain("p50 0 ms");
    assertThat(over.measure.value).isLessThan(over.measure.threshold);
  }

  /** Minutes of slow calls are no new past. */
  @Test
  void howLongCallsUsuallyTakeIsNotLearnedFromAnIncident() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, TEN, USUAL);
    life.durationMicros = 12_000_000;
    life.run(20 * MINUTE, TEN, USUAL).run(5 * MINUTE, TEN, SPIKE);
    Finding note =
        life.spikes().stream()
            .map(ColdStartLife.Said::finding)
            .filter(finding -> finding.cause.equals("slow-calls"))
            .findFirst()
            .orElseThrow();
    assertThat(note.recommendations.get(0).reason).contains("usually 117 ms");
  }

  @Test
  void aReleaseThatNoVersionTells() {
    ColdStartLife life = ColdStartLife.usual();
    life.version = "$LATEST";
    life.wait = SHORT_WAIT;
    life.run(3 * HOUR, TEN, USUAL);
    life.wait = LONG_WAIT;
    life.run(HOUR, TEN, USUAL);
    assertThat(told(life).headline).contains("of $LATEST: a release, or a dependency at init?");
  }

  @Test
  void warmEnvironmentsThatAreGone() {
    ColdStartLife life = ColdStartLife.usual();
    life.environments = 40;
    life.run(HOUR, TEN, USUAL).run(5 * MINUTE, TEN, SPIKE);
    named(told(life), "reaped-environments", "warm ones were reaped", "Init Duration: 2000");
  }

  /** Lambda takes down what is idle, and not seven times in five minutes. */
  @Test
  void environmentsThatAreReplacedOverAndOver() {
    ColdStartLife life = ColdStartLife.usual();
    life.environments = 10;
    life.run(HOUR, TEN, USUAL).run(5 * MINUTE, TEN, SPIKE);
    Finding page = told(life);
    named(page, "configuration-change", "all are replaced over and over", "Init Duration: 2000");
    assertThat(page.recommendations.get(0).command).startsWith("aws cloudtrail lookup-events");
  }

  /** Half a second more of a call that takes ten: nobody notices. */
  @Test
  void aWaitThatIsASmallPartOfTheCallHurtsNobody() {
    ColdStartLife life = ColdStartLife.usual();
    life.durationMicros = 10_000_000;
    life.environments = 40;
    life.run(HOUR, TEN, USUAL).run(5 * MINUTE, TEN, SPIKE);
    assertThat(life.spikes()).isNotEmpty();
    assertThat(life.spikes()).allMatch(said -> said.finding().severity == Severity.INFO);
  }

  /** Not told as a page or ticket: what slows the calls is another's matter. */
  @Test
  void callsThatHoldTheirEnvironments() {
    ColdStartLife life = ColdStartLife.usual().run(HOUR, TEN, USUAL);
    life.durationMicros = 900_000;
    life.run(5 * MINUTE, TEN, SPIKE);
    assertThat(life.spikes()).isNotEmpty();
    Finding note = life.said.get(0).finding();
    assertThat(note.severity).isEqualTo(Severity.INFO);
    named(note, "slow-calls", "calls take longer and hold them", "Init Duration: 2000");
  }
}
