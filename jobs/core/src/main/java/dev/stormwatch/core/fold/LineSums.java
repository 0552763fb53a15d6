package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.FunctionSlot;

/** Adds to a slot what a line says by itself, whichever call it belongs to. */
final class LineSums {

  private LineSums() {}

  static void add(Observation line, LogSource source, FunctionSlot slot) {
    if (line.connection.strong()) {
      ExhaustionLines.add(line, source, slot);
    } else if (line.connection == ConnectionSignal.WEAK) {
      slot.weakConnectionLines++;
    }
    if (line.throttle.told) {
      String called = line.throttle.function;
      // Many loggers add the function's own ARN to every line.
      boolean own = called.equals(source.function().name());
      slot.throttles.add(line.throttle.ofAccount, own ? "" : called);
    }
    switch (line.kind) {
      case INIT_REPORT:
      case RESTORE_REPORT:
        if (line.status.failed()) {
          slot.inits.firstDeathAt = Math.min(slot.inits.firstDeathAt, line.eventTime);
        }
        slot.suppressedInits += insideCall(line) ? 1 : 0;
        break;
      case BATCH:
        slot.inits.batches++;
        slot.inits.oldestMillis = Math.max(slot.inits.oldestMillis, line.source.iteratorAgeMillis);
        break;
      case TOO_LARGE:
        slot.tooLargeLines++;
        break;
      case UNKNOWN_PLATFORM:
      case MALFORMED_PLATFORM:
      case MALFORMED_JSON:
        slot.linesNotUnderstood++;
        break;
      case LOGS_DROPPED:
        slot.droppedRecords += line.droppedRecords;
        break;
      case EMF:
      case INSIGHTS:
        slot.claimedColdStarts += line.saysColdStart ? 1 : 0;
        break;
      default:
        break;
    }
  }

  /** Did an init happen inside a call, as after a crash? */
  static boolean insideCall(Observation init) {
    return init.phase.equals("invoke");
  }
}
