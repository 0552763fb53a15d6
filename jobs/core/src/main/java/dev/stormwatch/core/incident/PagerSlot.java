package dev.stormwatch.core.incident;

import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.Mergeable;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the incidents of one account and region had to say in one slot. */
public final class PagerSlot implements Mergeable<PagerSlot> {

  private static final Comparator<Alert> ORDER =
      Comparator.comparing((Alert alert) -> alert.severity, Comparator.reverseOrder())
          .thenComparing(alert -> alert.finding.kind)
          .thenComparing(alert -> alert.incidentId)
          .thenComparingInt(alert -> alert.sequence);

  private final String key;
  private final List<Alert> alerts = new ArrayList<>();
  private Silences silences;

  /** A slot in which nothing but the silences is new. */
  public PagerSlot(String key, Silences silences) {
    this.key = key;
    this.silences = silences;
  }

  /** A slot of one alert. */
  public static PagerSlot of(Alert alert, Silences silences) {
    PagerSlot slot = new PagerSlot(keyOf(alert), silences);
    slot.alerts.add(alert);
    return slot;
  }

  /** Incidents that share this can explain one another. */
  public static String keyOf(Alert alert) {
    return alert.finding.subject.account() + '/' + alert.finding.subject.region();
  }

  public String key() {
    return key;
  }

  /** The most urgent first; of the rest the order only has to be the same everywhere. */
  List<Alert> alerts() {
    alerts.sort(ORDER);
    return alerts;
  }

  Silences silences() {
    return silences;
  }

  @Override
  public PagerSlot merge(PagerSlot other) {
    alerts.addAll(other.alerts);
    silences = silences.newer(other.silences);
    return this;
  }

  /** The byte form of a slot. */
  public static final class ByteCodec implements Codec<PagerSlot> {

    private static final long serialVersionUID = 1L;

    private final Alert.ByteCodec codec = new Alert.ByteCodec();
    private final Silences.ByteCodec silenceCodec = new Silences.ByteCodec();

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(PagerSlot slot, DataOutput out) throws IOException {
      Wire.writeString(out, slot.key);
      Wire.writeInt(out, slot.alerts.size());
      out.writeByte(codec.version());
      for (Alert alert : slot.alerts) {
        codec.write(alert, out);
      }
      out.writeByte(silenceCodec.version());
      silenceCodec.write(slot.silences, out);
    }

    @Override
    public PagerSlot read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "a pager's slot");
      String key = Wire.readString(in);
      int size = Wire.readLength(in);
      int alertVersion = in.readUnsignedByte();
      List<Alert> alerts = new ArrayList<>();
      for (int left = size; left > 0; left--) {
        alerts.add(codec.read(alertVersion, in));
      }
      PagerSlot slot = new PagerSlot(key, silenceCodec.read(in.readUnsignedByte(), in));
      slot.alerts.addAll(alerts);
      return slot;
    }
  }
}
