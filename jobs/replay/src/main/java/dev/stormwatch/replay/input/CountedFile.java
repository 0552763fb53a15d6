package dev.stormwatch.replay.input;

import dev.stormwatch.replay.UserException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file's text, unpacked when it is gzip, with a count of the bytes read from disk. */
final class CountedFile extends FilterInputStream {

  private long bytes;

  private CountedFile(InputStream in) {
    super(in);
  }

  static CountedFile open(Path file) throws UserException {
    try {
      return new CountedFile(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    } catch (IOException e) {
      throw new UserException(file + ": cannot be read: " + e.getMessage());
    }
  }

  /** The content in UTF-8; gzip is told by its first bytes, whatever the name says. */
  InputStream text(Path file) throws UserException {
    try {
      in.mark(2);
      int first = in.read();
      int second = in.read();
      in.reset();
      return utf8(first == 0x1F && second == 0x8B ? new GZIPInputStream(this, 1 << 16) : this);
    } catch (IOException e) {
      throw new UserException(
          file
              + ": begins like gzip but cannot be unpacked: "
              + e.getMessage()
              + "; copy it again");
    }
  }

  /** Without a byte order mark, and out of the UTF-16 that PowerShell's {@code >} writes. */
  private static InputStream utf8(InputStream content) throws IOException {
    PushbackInputStream text = new PushbackInputStream(content, 3);
    byte[] mark = text.readNBytes(3);
    int first = mark.length < 2 ? 0 : (mark[0] & 0xFF) << 8 | mark[1] & 0xFF;
    if (first == 0xEFBB && mark.length == 3 && (mark[2] & 0xFF) == 0xBF) {
      return text;
    }
    text.unread(mark);
    if (first == 0xFFFE || first == 0xFEFF) {
      String decoded = new String(text.readAllBytes(), StandardCharsets.UTF_16);
      return new ByteArrayInputStream(decoded.getBytes(StandardCharsets.UTF_8));
    }
    return text;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    bytes += b < 0 ? 0 : 1;
    return b;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    bytes += Math.max(0, read);
    return read;
  }
}
