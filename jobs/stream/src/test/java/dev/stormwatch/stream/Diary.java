package dev.stormwatch.stream;

import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What {@link ScriptedLogic} keeps of a key. */
final class Diary {

  String key = "";
  int slots;
  int wakes;
  long lastEnd;

  static final class ByteCodec implements Codec<Diary> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(Diary diary, DataOutput out) throws IOException {
      Wire.writeString(out, diary.key);
      Wire.writeInt(out, diary.slots);
      Wire.writeInt(out, diary.wakes);
      Wire.writeLong(out, diary.lastEnd);
    }

    @Override
    public Diary read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "a diary");
      Diary diary = new Diary();
      diary.key = Wire.readString(in);
      diary.slots = Wire.readInt(in);
      diary.wakes = Wire.readInt(in);
      diary.lastEnd = Wire.readLong(in);
      return diary;
    }
  }
}
