package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Variable-length numbers and strings: most counts fit one byte, so state stays small. */
public final class Wire {

  /** Longest string or array a codec accepts; a larger length means the bytes are not ours. */
  private static final int MAX_LENGTH = 1 << 20;

  private Wire() {}

  /** Writes a number that is usually small and not negative: 1 byte below 128, at most 10. */
  public static void writeLong(DataOutput out, long value) throws IOException {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.writeByte((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  public static long readLong(DataInput in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      long b = in.readByte();
      value |= (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IOException("a number longer than 10 bytes: the bytes are damaged");
  }

  public static void writeInt(DataOutput out, int value) throws IOException {
    writeLong(out, value & 0xFFFF_FFFFL);
  }

  public static int readInt(DataInput in) throws IOException {
    return (int) readLong(in);
  }

  /** Reads a length that {@link #writeInt} wrote. */
  public static int readLength(DataInput in) throws IOException {
    int length = readInt(in);
    if (length < 0 || length > MAX_LENGTH) {
      throw new IOException("a length of " + length + ": the bytes are damaged");
    }
    return length;
  }

  public static void writeString(DataOutput out, @Nullable String value) throws IOException {
    if (value == null) {
      writeInt(out, 0);
      return;
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    writeInt(out, bytes.length + 1);
    out.write(bytes);
  }

  public static @Nullable String readNullableString(DataInput in) throws IOException {
    int length = readLength(in);
    if (length == 0) {
      return null;
    }
    byte[] bytes = new byte[length - 1];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public static String readString(DataInput in) throws IOException {
    String value = readNullableString(in);
    if (value == null) {
      throw new IOException("a required text is missing: the bytes are damaged");
    }
    return value;
  }

  /** Reads the name of an enum's constant. */
  public static <E extends Enum<E>> E readEnum(Class<E> type, DataInput in) throws IOException {
    String name = readString(in);
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "no " + type.getSimpleName() + " of this name: the bytes are damaged or newer", e);
    }
  }

  /** Refuses bytes of a later release, which this one cannot know. */
  public static void requireVersion(int version, int newest, String what) throws IOException {
    if (version < 1 || version > newest) {
      throw new IOException(
          what + " of version " + version + "; this release reads 1 to " + newest);
    }
  }
}
