package dev.stormwatch.core.detect;

import static dev.stormwatch.core.detect.Wording.text;

/** Advice for calls that are killed because they use all of their memory. */
public final class MemoryAdvice {

  /** The most that Lambda gives, MB. */
  private static final long MOST = 10_240;

  private MemoryAdvice() {}

  /**
   * @param seen how many calls ended so
   */
  public static Recommendation of(FunctionView view, String seen) {
    long size = view.track.memoryMegabytes();
    if (size >= MOST) {
      return new Recommendation(
          "use less memory: smaller pieces of work, or streams instead of whole files",
          "",
          seen + text("; Lambda gives no more than the %,d MB that it has", size),
          "",
          "none on other functions");
    }
    long more = Math.min(MOST, 2 * size);
    return new Recommendation(
        "give it more memory",
        size == 0 ? "" : text("%d MB", more),
        seen
            + (size == 0
                ? "; how much it has no line tells"
                : text("; it has %d MB, and twice that is a first guess", size)),
        text(
            "aws lambda update-function-configuration --function-name %s --memory-size %s",
            view.slot.function.name(), size == 0 ? "MEGABYTES" : Long.toString(more)),
        "a millisecond costs more in proportion; it changes $LATEST alone: where callers use an"
            + " alias, publish a version and move the alias; every environment is replaced");
  }
}
