package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The byte form of a slot. Version 2 added the log group; version 3 what lines say of connections,
 * of the function and of themselves, and how long the log agent took; version 4 which lines say
 * that connections ran out; version 5 what billed calls used; version 6 how environments begin and
 * die; version 7 how much of their processor calls used, which traces they are part of, which
 * database refuses, and how many began in each second; version 8 which of its own calls were
 * refused; version 9 how old the records of batches were; version 10 what its calls failed with,
 * and how those of each version ended.
 */
abstract class FunctionSlotCodec implements Codec<FunctionSlot> {

  private static final long serialVersionUID = 1L;

  @Override
  public int version() {
    return 10;
  }

  @Override
  public void write(FunctionSlot slot, DataOutput out) throws IOException {
    slot.function.write(out);
    Wire.writeString(out, slot.logGroup);
    Wire.writeLong(out, slot.records);
    Wire.writeLong(out, slot.events);
    Wire.writeLong(out, slot.invocations);
    Wire.writeLong(out, slot.coldStarts);
    Wire.writeLong(out, slot.restores);
    Wire.writeLong(out, slot.initFailures);
    Wire.writeLong(out, slot.suppressedInits);
    Wire.writeLong(out, slot.durationMicros);
    Wire.writeLong(out, slot.billedMillis);
    Wire.writeLong(out, slot.billedMegabyteMillis);
    Wire.writeLong(out, slot.memoryMegabytes);
    Wire.writeLong(out, slot.firstColdAt);
    slot.coldWaits.write(out);
    slot.lags.write(out);
    slot.busy.write(out);
    slot.environments.write(out);
    slot.requests.write(out);
    ColdCall.writeList(slot.coldest, out);
    Wire.writeLong(out, slot.suppressedInitMicros);
    Wire.writeLong(out, slot.claimedColdStarts);
    Wire.writeLong(out, slot.callLines);
    Wire.writeLong(out, slot.exhaustionLines);
    Wire.writeLong(out, slot.weakConnectionLines);
    Wire.writeLong(out, slot.droppedRecords);
    Wire.writeLong(out, slot.forgedLines);
    Wire.writeLong(out, slot.tooLargeLines);
    Wire.writeLong(out, slot.linesNotUnderstood);
    Wire.writeInt(out, slot.traits);
    slot.ingestionLags.write(out);
    Wire.writeLong(out, slot.refusedLines);
    Wire.writeLong(out, slot.poolLines);
    ExhaustionLine.writeList(slot.exhaustion, out);
    slot.usage.write(out);
    slot.inits.write(out);
    slot.processor.write(out);
    slot.traces.write(out);
    slot.refusals.write(out);
    slot.starts.write(out);
    slot.throttles.write(out);
    slot.errors.write(out);
    slot.complaints.write(out);
    slot.results.write(out);
  }

  @Override
  public FunctionSlot read(int version, DataInput in) throws IOException {
    Wire.requireVersion(version, version(), "a function slot");
    FunctionSlot slot = new FunctionSlot(FunctionId.read(in));
    slot.logGroup = version >= 2 ? Wire.readString(in) : "";
    slot.records = Wire.readLong(in);
    slot.events = Wire.readLong(in);
    slot.invocations = Wire.readLong(in);
    slot.coldStarts = Wire.readLong(in);
    slot.restores = Wire.readLong(in);
    slot.initFailures = Wire.readLong(in);
    slot.suppressedInits = Wire.readLong(in);
    slot.durationMicros = Wire.readLong(in);
    slot.billedMillis = Wire.readLong(in);
    slot.billedMegabyteMillis = Wire.readLong(in);
    slot.memoryMegabytes = Wire.readLong(in);
    slot.firstColdAt = Wire.readLong(in);
    slot.coldWaits = LogHistogram.read(in);
    slot.lags = LogHistogram.read(in);
    slot.busy = BusyPanes.read(in);
    slot.environments = Sightings.read(FunctionSlot.SIGHTINGS, in);
    slot.requests = Sightings.read(FunctionSlot.SIGHTINGS, in);
    slot.coldest = ColdCall.readList(in);
    if (version >= 3) {
      slot.suppressedInitMicros = Wire.readLong(in);
      slot.claimedColdStarts = Wire.readLong(in);
      slot.callLines = Wire.readLong(in);
      slot.exhaustionLines = Wire.readLong(in);
      slot.weakConnectionLines = Wire.readLong(in);
      slot.droppedRecords = Wire.readLong(in);
      slot.forgedLines = Wire.readLong(in);
      slot.tooLargeLines = Wire.readLong(in);
      slot.linesNotUnderstood = Wire.readLong(in);
      slot.traits = Wire.readInt(in);
      slot.ingestionLags = LogHistogram.read(in);
    }
    if (version >= 4) {
      slot.refusedLines = Wire.readLong(in);
      slot.poolLines = Wire.readLong(in);
      slot.exhaustion = ExhaustionLine.readList(in);
    }
    if (version >= 5) {
      slot.usage = UsageSums.read(in);
    }
    if (version >= 6) {
      slot.inits = Inits.read(version, in);
    }
    if (version >= 7) {
      slot.processor = ProcessorUse.read(in);
      slot.traces = TracedCalls.read(FunctionSlot.TRACED_CALLS, in);
      slot.refusals = Refusals.read(in);
      slot.starts = StartPanes.read(in);
    }
    if (version >= 8) {
      slot.throttles = Throttles.read(in);
    }
    if (version >= 10) {
      slot.errors = CallErrors.read(in);
      slot.complaints = CallErrors.read(in);
      slot.results = VersionResults.read(in);
    }
    return slot;
  }
}
