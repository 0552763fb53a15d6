package dev.stormwatch.lab.estate;

import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.estate.Call.Answer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Who calls a function.
 *
 * <p>Synchronous callers wait; after a failure, a throttle or their own timeout they try again, a
 * few times, with growing pauses (full jitter, as the AWS SDKs do it), each time as a new call.
 * While they try again after a timeout the first call still runs: that is how load becomes more
 * load.
 *
 * <p>Asynchronous calls wait in Lambda's own queue: two more attempts, one and two minutes later,
 * under the same request id; throttled ones up to six hours, pausing from one second to five
 * minutes (Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous
 * invocation").
 */
final class Callers {

  private static final int ASYNC_ATTEMPTS = 3;
  private static final long ASYNC_RETRY_MILLIS = 60_000;
  private static final long THROTTLE_FIRST_MILLIS = 1_000;
  private static final long THROTTLE_LONGEST_MILLIS = 300_000;
  private static final long THROTTLE_AGE_MILLIS = 6 * 3_600_000L;

  private final Estate estate;
  private final LambdaFunction function;
  private final FunctionSpec.Client client;
  private final Dice dice;

  Callers(Estate estate, LambdaFunction function, Dice dice) {
    this.estate = estate;
    this.function = function;
    this.client = function.spec.client;
    this.dice = dice;
  }

  /** Somebody outside wants something. */
  void call() {
    call(estate.tracer.firstHop(function.spec, dice, false));
  }

  void call(Hop hop) {
    if (function.spec.synchronous) {
      wait(1, hop);
    } else {
      asynchronous(dice.requestId(), 1, hop, estate.simulation.now(), THROTTLE_FIRST_MILLIS);
    }
  }

  /** One try of a caller that waits for the answer. */
  private void wait(int attempt, Hop hop) {
    long begun = estate.simulation.now();
    Queue<Answer> answered = new ArrayDeque<>();
    boolean[] gaveUp = new boolean[1];
    if (client.timeoutMillis() < 1e9) {
      estate.simulation.at(
          estate.simulation.now() + (long) client.timeoutMillis(),
          () -> {
            if (answered.isEmpty()) {
              gaveUp[0] = true;
              again(attempt, hop, begun);
            }
          });
    }
    function.invoke(
        new Call(
            dice.requestId(),
            attempt,
            hop,
            null,
            answer -> {
              answered.add(answer);
              if (answer != Answer.OK && !gaveUp[0]) {
                again(attempt, hop, begun);
              }
            }));
  }

  private void again(int attempt, Hop hop, long begun) {
    if (attempt > client.retries() || !dice.chance(client.persistence())) {
      return;
    }
    double longest = client.backoffMillis() * StrictMath.pow(2, attempt - 1.0);
    long at = estate.simulation.now() + (long) dice.between(longest / 4, longest);
    estate.truth.cameBack(function.spec.name, at, at - begun);
    estate.simulation.at(at, () -> wait(attempt + 1, hop));
  }

  private void asynchronous(String requestId, int attempt, Hop hop, long since, long pause) {
    long begun = estate.simulation.now();
    function.invoke(
        new Call(
            requestId,
            attempt,
            hop,
            null,
            answer -> {
              long now = estate.simulation.now();
              if (answer == Answer.FAILED && attempt < ASYNC_ATTEMPTS) {
                long wait = ASYNC_RETRY_MILLIS * attempt + (long) dice.between(0, 2_000);
                estate.truth.cameBack(function.spec.name, now + wait, now + wait - begun);
                estate.simulation.at(
                    now + wait,
                    () -> asynchronous(requestId, attempt + 1, hop, since, THROTTLE_FIRST_MILLIS));
              } else if (answer == Answer.THROTTLED && now - since < THROTTLE_AGE_MILLIS) {
                estate.simulation.at(
                    now + (long) (pause * dice.between(0.7, 1.3)),
                    () ->
                        asynchronous(
                            requestId,
                            attempt,
                            hop,
                            since,
                            Math.min(2 * pause, THROTTLE_LONGEST_MILLIS)));
              }
            }));
  }
}
