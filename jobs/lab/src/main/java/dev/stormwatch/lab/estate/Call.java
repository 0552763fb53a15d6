package dev.stormwatch.lab.estate;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request to run a function.
 *
 * @param attempt 1 for the first try; Lambda's own asynchronous retries keep the request id
 * @param batch what an event source hands over, else null
 * @param answer told once: when the call is refused, or when it has ended
 */
record Call(
    String requestId, int attempt, Hop hop, @Nullable Batch batch, Consumer<Answer> answer) {

  /** What the caller learns. */
  enum Answer {
    OK,
    FAILED,

    /** There was no environment to be had: nothing ran and nothing was logged. */
    THROTTLED
  }
}
