package dev.stormwatch.replay.cli;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows that something is going on: on a terminal one line that is written over, elsewhere a new
 * line now and then, where it says something new.
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
  private volatile Supplier<String> text = () -> "starting …";
  private String written = "";

  ProgressLine() {
    long every = terminal ? TERMINAL_MILLIS : FILE_MILLIS;
    shown = timer.scheduleWithFixedDelay(this::show, every, every, TimeUnit.MILLISECONDS);
  }

  /** Takes what is shown from here on; it is asked for on a thread of its own. */
  void watch(Supplier<String> newText) {
    text = newText;
  }

  private synchronized void show() {
    String line = text.get();
    if (terminal) {
      out.print("\r" + line + "\u001b[K");
      out.flush();
    } else if (!line.equals(written)) {
      out.println(line);
    }
    written = line;
  }

  @Override
  public synchronized void close() {
    shown.cancel(false);
    timer.shutdown();
    if (terminal && !written.isEmpty()) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
