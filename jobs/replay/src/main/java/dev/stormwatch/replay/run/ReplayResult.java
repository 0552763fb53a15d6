package dev.stormwatch.replay.run;

import dev.stormwatch.stream.DecodeCounter;
import java.util.List;
import java.util.Map;

/** What came out of a run. */
public final class ReplayResult {

  /** One JSON object each, by time of decision, incident and sequence. */
  public final List<String> alerts;

  public final List<String> deadLetters;
  public final List<FunctionTotals> functions;
  public final Map<DecodeCounter, Long> decoded;

  /** Dead records by reason; reasons that did not occur are absent. */
  public final Map<String, Long> deadByReason;

  public final Progress progress;
  public final double elapsedSeconds;

  ReplayResult(
      List<String> alerts,
      List<String> deadLetters,
      List<FunctionTotals> functions,
      Map<DecodeCounter, Long> decoded,
      Map<String, Long> deadByReason,
      Progress progress,
      double elapsedSeconds) {
    this.alerts = alerts;
    this.deadLetters = deadLetters;
    this.functions = functions;
    this.decoded = decoded;
    this.deadByReason = deadByReason;
    this.progress = progress;
    this.elapsedSeconds = elapsedSeconds;
  }
}
