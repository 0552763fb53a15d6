package dev.stormwatch.replay.cli;

import dev.stormwatch.replay.baseline.Baseline;
import dev.stormwatch.replay.evaluate.LabelledRecording;
import dev.stormwatch.replay.score.Comparison;
import dev.stormwatch.replay.score.IsolationScore;
import dev.stormwatch.replay.score.Scoreboard;
import dev.stormwatch.replay.score.StormScore;
import java.util.List;

/**
 * All that an evaluation found.
 *
 * @param boards one for each system; Stormwatch's first
 * @param comparisons empty without baselines
 * @param isolation of records that block a shard
 * @param storms of exhaustions of connections
 */
record EvaluationResult(
    List<LabelledRecording> recordings,
    List<Baseline> baselines,
    List<Scoreboard> boards,
    List<Comparison> comparisons,
    double elapsedSeconds,
    IsolationScore isolation,
    StormScore storms) {

  Scoreboard ours() {
    return boards.get(0);
  }
}
