package dev.stormwatch.lab.estate;

import dev.stormwatch.lab.log.Ending;

/**
 * One invocation as it really was. Durations are in hundredths of a millisecond.
 *
 * @param arrival when the call reached Lambda, epoch milliseconds
 * @param start when the handler began: {@code arrival}, or the end of the init that it waited for
 * @param init how long the caller waited for an environment, 0 when one was ready
 * @param hiddenInit how long it waited for an init that no REPORT shows, after a crash or a timeout
 * @param billedMillis what is paid for
 * @param memoryMb the most that its environment has used
 * @param attempt 1 for a first try
 * @param hop where it stands in what made it
 */
public record Invocation(
    String requestId,
    long arrival,
    long start,
    long duration,
    long init,
    long hiddenInit,
    long billedMillis,
    int memoryMb,
    Ending ending,
    int attempt,
    Hop hop) {

  /** Did the caller wait for an init? */
  public boolean cold() {
    return init > 0 || hiddenInit > 0;
  }

  public long end() {
    return start + (duration + 99) / 100;
  }
}
