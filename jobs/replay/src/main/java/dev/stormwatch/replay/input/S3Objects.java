package dev.stormwatch.replay.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What others leave in S3 and people copy from there: folders of objects, told by their content.
 */
final class S3Objects {

  /** What an export task writes to see whether it may. */
  private static final String PERMISSION_TEST = "aws-logs-write-test";

  /** Each event of an export begins so; what does not goes on with the one before. */
  static final Pattern EXPORTED =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z ");

  /** A plain file may have times in front as well; of an export the platform's lines have them. */
  private static final Pattern PLATFORM =
      Pattern.compile(
          EXPORTED.pattern()
              + "(?:START |END |REPORT |INIT_START |\\{\"time\":\"[^\"]*\",\"type\":)");

  private S3Objects() {}

  /** All files at or below a folder that an export or Firehose may have written, in order. */
  static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> entries = Files.walk(folder)) {
      return entries
          .filter(Files::isRegularFile)
          .filter(
              file -> {
                String name = String.valueOf(file.getFileName());
                return !name.startsWith(".") && !name.equals(PERMISSION_TEST);
              })
          .sorted()
          .toList();
    }
  }

  static boolean looksExported(String head) {
    return EXPORTED.matcher(head).lookingAt()
        && head.lines().anyMatch(line -> PLATFORM.matcher(line).lookingAt());
  }

  /** The log stream that an export's folder is named after: its slashes have become dashes. */
  static String logStreamOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    Path name = parent == null ? null : parent.getFileName();
    String folder = name == null ? "unknown" : name.toString();
    return folder.replaceFirst("^(\\d{4})-(\\d\\d)-(\\d\\d)-", "$1/$2/$3/");
  }
}
