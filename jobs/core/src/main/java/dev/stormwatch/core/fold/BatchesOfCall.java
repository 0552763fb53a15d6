package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.FunctionSlot;

/**
 * Does a line tell that the batch of the call that runs failed? One that leaves open how it went
 * does, where the call ends in the same record: see {@link UndecidedBatches}. A call that failed
 * and of which no line does is seen by nobody who judges batches.
 */
final class BatchesOfCall {

  private boolean told;
  private boolean ended;

  /** Starts a record or a call. */
  void begin() {
    told = false;
    ended = false;
  }

  void add(Observation batch) {
    told &= !ended;
    ended = false;
    told |= batch.source.failed() || !batch.source.tellsHowItWent();
  }

  /** The call was reported; what follows without a START is of another. */
  void end() {
    ended = true;
  }

  /** Flags of the call, given that it failed. */
  int flags() {
    return told ? FunctionSlot.BATCH_TOLD : 0;
  }
}
