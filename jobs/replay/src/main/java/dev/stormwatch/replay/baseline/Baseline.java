package dev.stormwatch.replay.baseline;

import dev.stormwatch.replay.score.Message;
import java.util.List;

/** Another system's rules, as far as logs show what they look at. */
public interface Baseline {

  /** Short enough for a table. */
  String name();

  /** The rules and the lag in one line. */
  String rule();

  /**
   * What it would have sent.
   *
   * @return pages without a kind, each an incident of its own, in any order
   */
  List<Message> messages(MetricView view);
}
