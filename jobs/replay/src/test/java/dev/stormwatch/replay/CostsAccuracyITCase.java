package dev.stormwatch.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stormwatch.core.detect.cost.CostSurvey;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.lab.estate.Invocation;
import dev.stormwatch.lab.scenario.Recording;
import dev.stormwatch.lab.scenario.Scenario;
import dev.stormwatch.telemetry.DeadRecordException;
import dev.stormwatch.telemetry.FoldingDecoder;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Cost and busy time of the functions of recordings, held against what the model did, whole and
 * with a tenth of the records lost. More by {@code -Dstormwatch.costScenarios=a,b} and {@code
 * -Dstormwatch.costSeeds=N}, of which the first is {@code -Dstormwatch.seed}.
 */
class CostsAccuracyITCase {

  private static final List<String> SCENARIOS =
      List.of(
          System.getProperty(
                  "stormwatch.costScenarios", "quiet-control,cold-start-burst,cold-start-churn")
              .split(","));
  private static final int SEEDS = Integer.getInteger("stormwatch.costSeeds", 1);
  private static final long FIRST = Long.getLong("stormwatch.seed", 1);

  /** Of fewer calls one that is under way at the end is more than two percent. */
  private static final int ENOUGH_CALLS = 100;

  private int rows;
  private int cost;
  private int busy;
  private int said;
  private int judged;

  @Test
  void figuresAreTheModelsAndALossIsSaid() throws Exception {
    Settings settings = SettingsReader.read("{}");
    for (Damage damage : List.of(Damage.NONE, Damage.RECORDS_LOST)) {
      rows = cost = busy = said = judged = 0;
      int recordings = 0;
      int recordingsSaid = 0;
      double lostShares = 0;
      for (String scenario : SCENARIOS) {
        for (long seed : LongStream.range(FIRST, FIRST + SEEDS).toArray()) {
          Recording recording = Recording.play(Scenario.named(scenario), seed);
          CostSurvey survey = new CostSurvey(settings);
          FoldingDecoder decoder = new FoldingDecoder(settings, "eu-west-1");
          for (JsonNode row : damage.to(recording.records(), seed)) {
            read(row, decoder, survey);
          }
          double lost = survey.lostShare();
          recordings++;
          recordingsSaid += lost > 0 ? 1 : 0;
          lostShares += lost > 0 ? lost : 0;
          for (CostSurvey.Row row : survey.rows()) {
            hold(row, recording, damage, scenario + " " + seed);
          }
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%s: %d functions; cost within 2 %% in %d, busy time in %d; a loss said of %d, known of"
              + " %d; said of %d of %d recordings, %.3f in the mean%n",
          damage,
          rows,
          cost,
          busy,
          said,
          judged,
          recordingsSaid,
          recordings,
          lostShares / Math.max(1, recordingsSaid));
      assertThat(rows).isPositive();
      if (damage == Damage.NONE) {
        assertThat(cost).isGreaterThanOrEqualTo((int) Math.ceil(0.95 * rows));
        assertThat(busy).isGreaterThanOrEqualTo((int) Math.ceil(0.95 * rows));
        assertThat(said + recordingsSaid).isZero();
      } else {
        assertThat(recordingsSaid).isGreaterThanOrEqualTo(1);
      }
    }
  }

  private static void read(JsonNode row, FoldingDecoder decoder, CostSurvey survey) {
    long arrival = Instant.parse(row.path("ApproximateArrivalTimestamp").asText()).toEpochMilli();
    try {
      FunctionSlot slot =
          decoder.fold(
              new KinesisRecord(
                  row.path("ShardId").asText(),
                  row.path("SequenceNumber").asText(),
                  row.path("PartitionKey").asText(),
                  arrival,
                  Base64.getDecoder().decode(row.path("Data").asText())));
      if (slot != null) {
        survey.add(slot, arrival);
      }
      decoder.processorUse().forEach(survey::measured);
    } catch (DeadRecordException e) {
      // Scenarios hold records that nobody can read.
    }
  }

  private void hold(CostSurvey.Row row, Recording recording, Damage damage, String where) {
    List<Invocation> calls = recording.invocations(row.function.name());
    if (calls.size() < ENOUGH_CALLS || row.confidence == CostSurvey.Confidence.NONE) {
      return;
    }
    double days = row.watchedSeconds / 86_400;
    double billed = calls.stream().mapToLong(Invocation::billedMillis).sum() / 1000.0;
    double usd = billed * row.memoryMegabytes / 1024 * 0.0000166667 + calls.size() * 0.2e-6;
    double ofCost = row.comparison.lambdaUsdPerDay * days / usd;
    double seconds = calls.stream().mapToLong(Invocation::duration).sum() / 1e5;
    double ofBusy = row.meanConcurrency * row.watchedSeconds / seconds;
    rows++;
    cost += Math.abs(ofCost - 1) <= 0.02 ? 1 : 0;
    busy += Math.abs(ofBusy - 1) <= 0.02 ? 1 : 0;
    said += row.lostShare > 0 ? 1 : 0;
    judged += Double.isNaN(row.lostShare) ? 0 : 1;
    if (damage == Damage.NONE && (Math.abs(ofCost - 1) > 0.02 || Math.abs(ofBusy - 1) > 0.02)) {
      System.out.printf(
          Locale.ROOT,
          "  %s %s: %d calls, cost %.3f, busy time %.3f of the model's%n",
          where,
          row.function.name(),
          calls.size(),
          ofCost,
          ofBusy);
    }
  }
}
