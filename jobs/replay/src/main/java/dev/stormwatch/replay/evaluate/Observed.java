package dev.stormwatch.replay.evaluate;

import dev.stormwatch.replay.baseline.Controls;
import dev.stormwatch.replay.score.Exposure;
import dev.stormwatch.replay.score.IsolationScore;
import dev.stormwatch.replay.score.Message;
import dev.stormwatch.replay.score.StormScore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every system said about one recording.
 *
 * @param ours what Stormwatch said
 * @param baselines what each baseline said, in their order; empty when not asked for
 * @param anyError what the control said; empty when not asked for
 * @param field where the random control may page; null when not asked for
 * @param isolation of records that block a shard, what is true and what Stormwatch said
 * @param storms of exhaustions of connections, the same
 */
record Observed(
    Exposure exposure,
    List<Message> ours,
    List<List<Message>> baselines,
    List<Message> anyError,
    Controls.@Nullable Field field,
    IsolationScore.Said isolation,
    StormScore.Said storms) {}
