package dev.stormwatch.live.tags;

import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The tags that a function or mapping is to have of ours; none when it is no longer suspect. */
public final class TagChange {

  /** An ARN, or the {@link SuspectMapping} that is to be looked up. */
  final String resource;

  final Map<String, String> tags;

  TagChange(String resource, Map<String, String> tags) {
    this.resource = resource;
    this.tags = new TreeMap<>(tags);
  }

  /** The byte form of a change. */
  public static final class ByteCodec implements Codec<TagChange> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(TagChange change, DataOutput out) throws IOException {
      Wire.writeString(out, change.resource);
      Wire.writeInt(out, change.tags.size());
      for (Map.Entry<String, String> tag : change.tags.entrySet()) {
        Wire.writeString(out, tag.getKey());
        Wire.writeString(out, tag.getValue());
      }
    }

    @Override
    public TagChange read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "a change of tags");
      String resource = Wire.readString(in);
      Map<String, String> tags = new TreeMap<>();
      for (int left = Wire.readLength(in); left > 0; left--) {
        tags.put(Wire.readString(in), Wire.readString(in));
      }
      return new TagChange(resource, tags);
    }
  }
}
