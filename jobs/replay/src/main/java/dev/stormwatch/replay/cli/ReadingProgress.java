package dev.stormwatch.replay.cli;

import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.input.Input;
import dev.stormwatch.replay.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far the reading of one input has come, in words. */
final class ReadingProgress {

  private final long totalBytes;
  private volatile @Nullable Progress progress;

  private ReadingProgress(long totalBytes) {
    this.totalBytes = totalBytes;
  }

  static ReadingProgress of(Input input) throws UserException {
    long size = 0;
    for (Path file : input.files()) {
      try {
        size += Files.size(file);
      } catch (IOException e) {
        throw new UserException(file + ": cannot be read: " + e.getMessage());
      }
    }
    return new ReadingProgress(size);
  }

  void watch(Progress newProgress) {
    progress = newProgress;
  }

  String text() {
    Progress current = progress;
    if (current == null || current.records() == 0) {
      return "starting Flink …";
    }
    long percent = totalBytes == 0 ? 100 : Math.min(100, current.fileBytes() * 100 / totalBytes);
    return String.format(
        Locale.ROOT,
        "reading … %3d %%  %s records, at %s",
        percent,
        Words.count(current.records()),
        Words.time(current.lastArrival()));
  }
}
