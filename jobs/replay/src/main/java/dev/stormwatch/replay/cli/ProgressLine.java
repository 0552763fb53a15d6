package dev.stormwatch.replay.cli;

import dev.stormwatch.replay.run.Progress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows that something is going on: on a terminal one line that is written over, elsewhere a new
 * line now and then.
 */
@SuppressWarnings("SystemConsoleNull") // this module is built for and run on Java 17
final class ProgressLine implements AutoCloseable {

  private static final long TERMINAL_MILLIS = 200;
  private static final long FILE_MILLIS = 5_000;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private final ScheduledFuture<?> shown;
  private final boolean terminal = System.console() != null;
  private final PrintStream out = System.err;
  private final long totalBytes;
  private volatile @Nullable Progress progress;
  private boolean written;

  /**
   * @param totalBytes of the input's files
   */
  ProgressLine(long totalBytes) {
    this.totalBytes = totalBytes;
    long every = terminal ? TERMINAL_MILLIS : FILE_MILLIS;
    shown = timer.scheduleWithFixedDelay(this::show, every, every, TimeUnit.MILLISECONDS);
  }

  void watch(Progress newProgress) {
    progress = newProgress;
  }

  private synchronized void show() {
    Progress current = progress;
    String line = current == null || current.records() == 0 ? "starting Flink …" : reading(current);
    if (terminal) {
      out.print("\r" + line + "\u001b[K");
      out.flush();
    } else {
      out.println(line);
    }
    written = true;
  }

  private String reading(Progress current) {
    long percent = totalBytes == 0 ? 100 : Math.min(100, current.fileBytes() * 100 / totalBytes);
    return String.format(
        Locale.ROOT,
        "reading … %3d %%  %s records, at %s",
        percent,
        Words.count(current.records()),
        Words.time(current.lastArrival()));
  }

  @Override
  public synchronized void close() {
    shown.cancel(false);
    timer.shutdown();
    if (terminal && written) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
