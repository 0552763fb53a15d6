package dev.stormwatch.lab.delivery;

import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.log.Line;
import java.util.ArrayList;
import java.util.List;

/**
 * What gathers an environment's lines before they leave it. Recorded lags from line to ingestion
 * have a sharp end at 9 s: a quiet environment sends everything nine seconds after the first line
 * it holds, whole calls or not. A busy one sends when its batch is full.
 */
public final class LogAgent {

  /** The lines of one flush. */
  public record Batch(String logGroup, String logStream, long flushed, List<Line> lines) {}

  private static final int FULL = 120;

  private LogAgent() {}

  public static List<Batch> flushes(
      String logGroup, String logStream, List<Line> lines, Dice dice) {
    List<Batch> batches = new ArrayList<>();
    List<Line> held = new ArrayList<>();
    long due = Long.MAX_VALUE;
    for (Line line : lines) {
      if (line.at() > due) {
        batches.add(new Batch(logGroup, logStream, due, held));
        held = new ArrayList<>();
      }
      if (held.isEmpty()) {
        due = line.at() + (long) dice.between(8_960, 9_060);
      }
      held.add(line);
      if (held.size() == FULL) {
        batches.add(new Batch(logGroup, logStream, line.at(), held));
        held = new ArrayList<>();
        due = Long.MAX_VALUE;
      }
    }
    if (!held.isEmpty()) {
      batches.add(new Batch(logGroup, logStream, due, held));
    }
    return batches;
  }
}
