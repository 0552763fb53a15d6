package dev.stormwatch.replay.input;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which log group a file is of where its content names none: the one asked for, else by its name. A
 * name with slashes, be it by the folders below the one that was given or by {@code %2F}, is the
 * log group's own; one without is a function's.
 */
final class LogGroupNames {

  private final @Nullable String asked;
  private final Path root;

  /**
   * @param asked the log group of all files; null to go by their names
   * @param root the folder below which names begin
   */
  LogGroupNames(@Nullable String asked, Path root) {
    this.asked = asked;
    this.root = root.toAbsolutePath().normalize();
  }

  String of(Path path) {
    if (asked != null) {
      return asked;
    }
    Path file = path.toAbsolutePath().normalize();
    Path below =
        file.startsWith(root) && !file.equals(root) ? root.relativize(file) : file.getFileName();
    String name = String.valueOf(below).replace('\\', '/').replaceAll("(?i)%2f", "/");
    int dot = name.indexOf('.', name.lastIndexOf('/') + 2);
    String stem = (dot < 0 ? name : name.substring(0, dot)).replaceAll("[^A-Za-z0-9_/#-]", "-");
    if (stem.indexOf('/') < 0) {
      return "/aws/lambda/" + stem;
    }
    return stem.startsWith("/") ? stem : "/" + stem;
  }

  /** What to tell of a file whose content names no log group. */
  String told(Path file) {
    return ", log group "
        + of(file)
        + (asked == null ? " by the file's name (--log-group sets another)" : "");
  }
}
