package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the functions of one account and region did in one short interval of arrival: those that
 * share a concurrency, and can call one another.
 */
public final class AccountSlot implements Mergeable<AccountSlot> {

  /** Functions kept of a slot; of more, those that were called most. */
  static final int FUNCTIONS = 512;

  /** Parts of traces kept of a slot; of more, those with most calls. */
  static final int TRACE_PARTS = 1024;

  private static final Comparator<Map.Entry<String, FunctionFlow>> LIGHTEST_FIRST =
      Comparator.comparingLong((Map.Entry<String, FunctionFlow> e) -> e.getValue().weight())
          .thenComparing(Map.Entry::getKey);

  public final String account;
  public final String region;

  /** By name of the function. */
  public final TreeMap<String, FunctionFlow> functions = new TreeMap<>();

  /** Of the traces that its calls are part of, the heaviest, by function. */
  public final TreeSet<TracePart> traces = new TreeSet<>(TracePart.HEAVIEST_FIRST);

  public AccountSlot(String account, String region) {
    this.account = account;
    this.region = region;
  }

  /** The key that state is kept under. */
  public String key() {
    return account + '/' + region;
  }

  public void add(String function, FunctionFlow flow) {
    functions.merge(
        function,
        flow,
        (one, other) -> {
          one.add(other);
          return one;
        });
    if (functions.size() > FUNCTIONS) {
      functions.entrySet().stream()
          .min(LIGHTEST_FIRST)
          .ifPresent(e -> functions.remove(e.getKey()));
    }
  }

  /**
   * Adds a function's part of a trace. A function says each once a slot, so which parts are the
   * heaviest does not depend on their order.
   */
  public void add(TracePart part) {
    traces.add(part);
    if (traces.size() > TRACE_PARTS) {
      traces.pollLast();
    }
  }

  @Override
  public AccountSlot merge(AccountSlot other) {
    other.functions.forEach(this::add);
    other.traces.forEach(this::add);
    return this;
  }

  /**
   * The byte form of a slot. Version 2 added traces; version 3 what tells of lost deliveries;
   * version 4 which calls were refused; version 5 how old the records of batches were.
   */
  public static final class ByteCodec implements Codec<AccountSlot> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 5;
    }

    @Override
    public void write(AccountSlot slot, DataOutput out) throws IOException {
      Wire.writeString(out, slot.account);
      Wire.writeString(out, slot.region);
      Wire.writeInt(out, slot.functions.size());
      for (Map.Entry<String, FunctionFlow> entry : slot.functions.entrySet()) {
        Wire.writeString(out, entry.getKey());
        entry.getValue().write(out);
      }
      Wire.writeInt(out, slot.traces.size());
      for (TracePart part : slot.traces) {
        part.write(out);
      }
    }

    @Override
    public AccountSlot read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "an account's slot");
      AccountSlot slot = new AccountSlot(Wire.readString(in), Wire.readString(in));
      for (int left = Wire.readLength(in); left > 0; left--) {
        slot.functions.put(Wire.readString(in), FunctionFlow.read(version, in));
      }
      if (version >= 2) {
        for (int left = Wire.readLength(in); left > 0; left--) {
          slot.traces.add(TracePart.read(in));
        }
      }
      return slot;
    }
  }
}
