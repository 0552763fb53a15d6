package dev.stormwatch.core.incident;

import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The open incidents of one account and region, and what was sent about them lately. */
public final class PagerState {

  static final long NEVER = Long.MIN_VALUE;

  /** Beyond, incidents are handed on as they are: nobody reads a thousand anyway. */
  static final int MAX_INCIDENTS = 1_000;

  /** By id. Those that are over stay for a while to explain what they leave behind. */
  final Map<String, PagedIncident> incidents = new TreeMap<>();

  /** When pages were sent within the last hour, oldest first. */
  private long[] pages = {};

  long lastDigest = NEVER;
  Silences silences = Silences.NONE;

  /** Pages sent after a time. */
  int pagesSince(long time) {
    int old = 0;
    while (old < pages.length && pages[old] <= time) {
      old++;
    }
    pages = Arrays.copyOfRange(pages, old, pages.length);
    return pages.length;
  }

  long oldestPage() {
    return pages[0];
  }

  void paged(long now) {
    pages = Arrays.copyOf(pages, pages.length + 1);
    pages[pages.length - 1] = now;
  }

  /** The byte form of what a pager knows. Version 2 added what is over the budget. */
  public static final class ByteCodec implements Codec<PagerState> {

    private static final long serialVersionUID = 1L;

    private final Alert.ByteCodec alerts = new Alert.ByteCodec();
    private final Silences.ByteCodec silenceCodec = new Silences.ByteCodec();

    @Override
    public int version() {
      return 2;
    }

    @Override
    public void write(PagerState state, DataOutput out) throws IOException {
      Wire.writeInt(out, state.incidents.size());
      for (PagedIncident incident : state.incidents.values()) {
        incident.write(alerts, out);
      }
      Wire.writeInt(out, state.pages.length);
      for (long page : state.pages) {
        Wire.writeLong(out, page);
      }
      Wire.writeLong(out, state.lastDigest);
      out.writeByte(silenceCodec.version());
      silenceCodec.write(state.silences, out);
    }

    @Override
    public PagerState read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "a pager");
      PagerState state = new PagerState();
      for (int left = Wire.readLength(in); left > 0; left--) {
        PagedIncident incident = PagedIncident.read(alerts, in, version >= 2);
        state.incidents.put(incident.id(), incident);
      }
      state.pages = new long[Wire.readLength(in)];
      for (int i = 0; i < state.pages.length; i++) {
        state.pages[i] = Wire.readLong(in);
      }
      state.lastDigest = Wire.readLong(in);
      state.silences = silenceCodec.read(in.readUnsignedByte(), in);
      return state;
    }
  }
}
