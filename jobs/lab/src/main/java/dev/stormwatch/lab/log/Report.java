package dev.stormwatch.lab.log;

/**
 * What Lambda reports of an invocation. Durations are in hundredths of a millisecond, the precision
 * of a REPORT line.
 *
 * @param init 0 unless the caller waited for an init
 * @param restore 0 unless the caller waited for the restore of a snapshot
 * @param trace empty unless X-Ray sampled it
 */
public record Report(
    String requestId,
    long duration,
    long init,
    long restore,
    int maxMemoryMb,
    Ending ending,
    Trace trace) {

  /** Where an invocation stands in a trace. */
  public record Trace(String root, String segment, boolean sampled) {
    public static final Trace NONE = new Trace("", "", false);
  }

  /** Whole milliseconds; the init is billed too since 1 August 2025. */
  public long billedMillis() {
    return ceilMillis(duration + init + restore);
  }

  public static long ceilMillis(long hundredths) {
    return (hundredths + 99) / 100;
  }
}
