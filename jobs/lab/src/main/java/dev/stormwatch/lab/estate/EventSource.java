package dev.stormwatch.lab.estate;

/** Something that Lambda polls on a function's behalf. */
interface EventSource {

  String arn();

  /** The function that gets what is in it. */
  String consumer();

  /** Sets its own traffic to happen. */
  void begin(long from, long start);

  /** Puts one item in, now. */
  void append(boolean poison, Hop hop);

  /** Stops or resumes the polling. */
  void pause(boolean paused);
}
