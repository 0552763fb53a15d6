package dev.stormwatch.core.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Codecs to bytes and back. */
public final class Bytes {

  /** Something that writes itself. */
  public interface Writer {
    void write(DataOutput out) throws IOException;
  }

  private Bytes() {}

  public static byte[] written(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writer.write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public static <T> byte[] of(Codec<T> codec, T value) {
    return written(out -> codec.write(value, out));
  }

  public static <T> T read(Codec<T> codec, byte[] bytes) throws IOException {
    return codec.read(codec.version(), in(bytes));
  }

  /** A copy by way of bytes. */
  public static <T> T copy(Codec<T> codec, T value) {
    try {
      return read(codec, of(codec, value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
