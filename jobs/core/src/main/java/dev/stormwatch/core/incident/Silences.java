package dev.stormwatch.core.incident;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.Wire;
import dev.stormwatch.core.settings.Silence;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The silences that were in effect when the job last looked; a later look replaces them all. */
public final class Silences {

  /** Of what no silence covers. */
  static final long NEVER = Long.MIN_VALUE;

  /** Before the first look. */
  public static final Silences NONE = new Silences(0, List.of());

  /** Grows with every look. */
  public final long revision;

  public final List<Silence> list;

  public Silences(long revision, List<Silence> list) {
    this.revision = revision;
    this.list = List.copyOf(list);
  }

  Silences newer(Silences other) {
    return other.revision > revision ? other : this;
  }

  /** When the last of those that cover something ends; {@link #NEVER} where none covers it. */
  static long until(long now, Finding finding, Stream<Silence> silences) {
    List<String> names = new ArrayList<>(finding.subject.allFunctions());
    names.addAll(finding.subject.names().values());
    String kind = finding.kind.wireName();
    return silences
        .filter(silence -> silence.from <= now && now < silence.to)
        .filter(silence -> silence.covers(kind, finding.subject.account(), names))
        .mapToLong(silence -> silence.to)
        .max()
        .orElse(NEVER);
  }

  /** The byte form of silences. */
  public static final class ByteCodec implements Codec<Silences> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(Silences silences, DataOutput out) throws IOException {
      Wire.writeLong(out, silences.revision);
      Wire.writeInt(out, silences.list.size());
      for (Silence silence : silences.list) {
        silence.write(out);
      }
    }

    @Override
    public Silences read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "silences");
      long revision = Wire.readLong(in);
      List<Silence> list = new ArrayList<>();
      for (int left = Wire.readLength(in); left > 0; left--) {
        list.add(Silence.read(in));
      }
      return new Silences(revision, list);
    }
  }
}
