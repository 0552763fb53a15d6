package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** How the functions of one application began to run, in one short interval of arrival. */
public final class ApplicationSlot implements Mergeable<ApplicationSlot> {

  /** Functions kept of a slot; of more, those with most cold calls. */
  public static final int FUNCTIONS = 256;

  private static final Comparator<Map.Entry<String, ColdShare>> WARMEST_FIRST =
      Comparator.comparingLong((Map.Entry<String, ColdShare> e) -> e.getValue().cold)
          .thenComparing(Map.Entry::getKey);

  public final String account;
  public final String region;
  public final String application;

  /** By name of the function. */
  public final TreeMap<String, ColdShare> functions = new TreeMap<>();

  public ApplicationSlot(String account, String region, String application) {
    this.account = account;
    this.region = region;
    this.application = application;
  }

  /** The key that state is kept under. */
  public String key() {
    return account + '/' + region + '/' + application;
  }

  /** A function says each slot once; of two, what was said later holds. */
  public void add(String function, ColdShare share) {
    functions.merge(function, share, (one, other) -> other.end >= one.end ? other : one);
    if (functions.size() > FUNCTIONS) {
      functions.entrySet().stream()
          .min(WARMEST_FIRST)
          .ifPresent(entry -> functions.remove(entry.getKey()));
    }
  }

  @Override
  public ApplicationSlot merge(ApplicationSlot other) {
    other.functions.forEach(this::add);
    return this;
  }

  /** The byte form of a slot. */
  public static final class ByteCodec implements Codec<ApplicationSlot> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(ApplicationSlot slot, DataOutput out) throws IOException {
      Wire.writeString(out, slot.account);
      Wire.writeString(out, slot.region);
      Wire.writeString(out, slot.application);
      Wire.writeInt(out, slot.functions.size());
      for (Map.Entry<String, ColdShare> entry : slot.functions.entrySet()) {
        Wire.writeString(out, entry.getKey());
        entry.getValue().write(out);
      }
    }

    @Override
    public ApplicationSlot read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "an application's slot");
      ApplicationSlot slot =
          new ApplicationSlot(Wire.readString(in), Wire.readString(in), Wire.readString(in));
      for (int left = Wire.readLength(in); left > 0; left--) {
        slot.functions.put(Wire.readString(in), ColdShare.read(in));
      }
      return slot;
    }
  }
}
