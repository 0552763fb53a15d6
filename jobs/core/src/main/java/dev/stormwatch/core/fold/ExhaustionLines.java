package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.ExhaustionLine;
import dev.stormwatch.core.model.FunctionSlot;
import java.util.List;

/** Adds lines that say that connections ran out to a slot: how many of which, and the first few. */
final class ExhaustionLines {

  private ExhaustionLines() {}

  static void add(Observation line, LogSource source, FunctionSlot slot) {
    boolean pool = line.connection == ConnectionSignal.POOL_EXHAUSTED;
    slot.exhaustionLines++;
    slot.refusedLines += pool ? 0 : 1;
    slot.poolLines += pool ? 1 : 0;
    boolean tooFast = line.connection == ConnectionSignal.RATE_LIMITED;
    slot.refusals.named(line.endpoint);
    slot.refusals.tooFast += tooFast ? 1 : 0;
    slot.exhaustion =
        ExhaustionLine.first(
            slot.exhaustion,
            List.of(
                new ExhaustionLine(
                    line.eventTime,
                    source.function().name(),
                    source.logGroup(),
                    source.logStream(),
                    RequestIds.orEmpty(line.requestId()),
                    words(line.connection))));
  }

  /** Which words they were, in our own: lines with the same are taken for those of one database. */
  private static String words(ConnectionSignal signal) {
    switch (signal) {
      case POOL_EXHAUSTED:
        return "the pool in the process has no connection left";
      case RATE_LIMITED:
        return "the proxy refuses connections that are opened too fast";
      case REFUSED_BY_MYSQL:
        return ExhaustionLine.MYSQL;
      case REFUSED_BY_POSTGRESQL:
        return ExhaustionLine.POSTGRESQL;
      default:
        return ExhaustionLine.ANY_SERVER;
    }
  }
}
