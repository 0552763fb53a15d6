package dev.stormwatch.endtoend;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for other processes, of which only their answers tell how far they are. */
final class Await {

  private static final long LOOK_MILLIS = 200;

  private Await() {}

  /**
   * Asks until the answer is the wanted one. An answer that fails is none yet.
   *
   * @throws AssertionError with the last answer when that takes too long
   */
  static <T> T until(String what, Duration patience, Callable<T> ask, Predicate<T> wanted) {
    long until = System.nanoTime() + patience.toNanos();
    Object last = "nothing";
    while (System.nanoTime() < until) {
      try {
        T answer = ask.call();
        if (wanted.test(answer)) {
          return answer;
        }
        last = answer;
      } catch (Exception e) {
        last = e;
      }
      moment(LOOK_MILLIS);
    }
    throw new AssertionError("not within " + patience.toSeconds() + " s: " + what + "; " + last);
  }

  /** Lets a moment pass: what is awaited is that nothing happens, or that a clock goes on. */
  static void moment(long millis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
