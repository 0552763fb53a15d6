package dev.stormwatch.live.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * One file of lines, in a folder for each day. Its name is made of its time and of what is in it:
 * what is written again after a crash, because nobody knew that it was written, replaces itself.
 */
final class AlertFile {

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd/'alerts'-HH-mm-ss", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private AlertFile() {}

  /**
   * Writes a file.
   *
   * @param folder a URI such as {@code s3://bucket/prefix}
   * @param at time of the first line, epoch milliseconds
   * @return where it is
   */
  static Path write(String folder, long at, List<String> lines) throws IOException {
    byte[] bytes = (String.join("\n", lines) + '\n').getBytes(StandardCharsets.UTF_8);
    CRC32 sum = new CRC32();
    sum.update(ByteBuffer.wrap(bytes));
    String name = NAME.format(Instant.ofEpochMilli(at));
    Path path = new Path(folder, String.format("%s-%08x.ndjson", name, sum.getValue()));
    FileSystem files = path.getFileSystem();
    files.mkdirs(path.getParent());
    try (FSDataOutputStream out = files.create(path, FileSystem.WriteMode.OVERWRITE)) {
      out.write(bytes);
    }
    return path;
  }
}
