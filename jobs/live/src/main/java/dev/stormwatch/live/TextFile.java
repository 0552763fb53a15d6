package dev.stormwatch.live;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.fs.Path;

/** Files that people write for the application, wherever Flink can read: a disk, S3. */
final class TextFile {

  /** A thousand silences fit. */
  private static final int MAX_BYTES = 1 << 20;

  private TextFile() {}

  /**
   * Reads one whole.
   *
   * @throws java.io.FileNotFoundException when it is not there
   * @throws IOException when it cannot be read or is larger than a mebibyte
   */
  static String read(String file) throws IOException {
    Path path = new Path(file);
    try (InputStream in = path.getFileSystem().open(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
