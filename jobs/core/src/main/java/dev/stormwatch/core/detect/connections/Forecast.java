package dev.stormwatch.core.detect.connections;

import org.jspecify.annotations.Nullable;

/**
 * When the limit will be reached, counted from the end of the slot: how urgent that is, and the
 * time that is told, with a band.
 *
 * <p>Urgency goes by the latest growth alone and errs to the early side. The time is a statement
 * that somebody acts by: it rests on more, and is told only where it can be known, which is not
 * where what drives growth is about to change, and not within seconds.
 */
final class Forecast {

  /**
   * A function gains at most a thousand environments in ten seconds (Lambda Developer Guide,
   * "Lambda scaling behavior").
   */
  private static final double ENVIRONMENTS_PER_SECOND = 100;

  /** The age of what is known varies by seconds, and so does a time that is counted from it. */
  static final long NEAREST_TOLD_MILLIS = 30_000;

  /** A band of half so wide, of the time that is left, is the widest of a time that is told. */
  private static final double WIDEST = 0.35;

  /** A bound further away says nothing to somebody who is woken. */
  private static final long FAR_MILLIS = 3_600_000;

  /** Milliseconds from now; {@link Long#MAX_VALUE} for never. */
  final long millis;

  final long earliest;
  final long latest;

  private final boolean known;
  private final boolean narrow;
  private final long urgent;

  private Forecast(
      long millis, long earliest, long latest, boolean known, boolean narrow, long urgent) {
    this.millis = millis;
    this.earliest = Math.min(earliest, millis);
    this.latest = Math.max(latest, millis);
    this.known = known;
    this.narrow = narrow;
    this.urgent = urgent;
  }

  /**
   * Of seconds counted from when what is known was so.
   *
   * @param urgent seconds until then at the latest growth
   * @param known may the time be told?
   * @param ageMillis how old what is known is
   */
  static Forecast of(
      double seconds, double soonest, double latest, double urgent, boolean known, long ageMillis) {
    long at = millis(seconds, ageMillis);
    long from = Math.min(at, millis(soonest, ageMillis));
    long until = Math.max(at, millis(latest, ageMillis));
    boolean narrow = until < Long.MAX_VALUE && until - from <= 2 * WIDEST * at;
    return new Forecast(at, from, until, known, narrow, millis(urgent, ageMillis));
  }

  /** Of seconds that say how urgent it is and are not known well enough to be told. */
  static Forecast vague(double seconds, long ageMillis) {
    return of(seconds, seconds, seconds, seconds, false, ageMillis);
  }

  private static long millis(double seconds, long ageMillis) {
    return seconds >= 1e9 ? Long.MAX_VALUE : Math.max(0, (long) (seconds * 1000) - ageMillis);
  }

  /** The same time, as urgent as one so many times nearer: of what is told once a minute. */
  Forecast reaching(int horizons) {
    return new Forecast(millis, earliest, latest, known, narrow, urgent / horizons);
  }

  /**
   * No earlier than Lambda can make the environments.
   *
   * @param free connections
   * @param each connections of an environment
   */
  Forecast scaling(double free, long each, int functions, long ageMillis) {
    long soonest =
        millis(free / (ENVIRONMENTS_PER_SECOND * each * Math.max(1, functions)), ageMillis);
    return new Forecast(
        Math.max(millis, soonest),
        Math.max(earliest, soonest),
        Math.max(latest, soonest),
        known,
        narrow,
        urgent);
  }

  /** The same time, which may come so much sooner if what makes it near changes. */
  Forecast perhapsIn(double seconds, long ageMillis) {
    long soonest = Math.min(earliest, millis(seconds, ageMillis));
    return new Forecast(millis, soonest, latest, known, narrow, urgent);
  }

  /** As urgent, but it may take so long: then no time is known, only one by which it has come. */
  Forecast atMost(double seconds, long ageMillis) {
    long last = Math.max(latest, millis(seconds, ageMillis));
    return new Forecast(millis, earliest, last, known, false, urgent);
  }

  boolean within(long horizonMillis) {
    return urgent <= horizonMillis;
  }

  /** Is it a matter of seconds? */
  boolean imminent() {
    return millis < NEAREST_TOLD_MILLIS;
  }

  /** Is the time known well enough to be told? */
  boolean told() {
    return known && !imminent() && narrow;
  }

  /** May it come before the narrowest band of that time begins? */
  boolean mayBeSooner() {
    return earliest < (1 - WIDEST) * millis;
  }

  /** Is the band narrow enough for the time in its middle to mean something? */
  boolean narrow() {
    return narrow;
  }

  /** Is there a time by which it will have come, four times in five? */
  boolean bounded() {
    return known && latest < FAR_MILLIS;
  }

  /** The same time, and urgent by it alone. */
  Forecast asUrgentAsItIsNear() {
    return new Forecast(millis, earliest, latest, known, narrow, millis);
  }

  /** The same time, and at least as urgent as another. */
  Forecast asUrgentAs(Forecast other) {
    long sooner = Math.min(urgent, other.urgent);
    return new Forecast(millis, earliest, latest, known, narrow, sooner);
  }

  static @Nullable Forecast soonest(@Nullable Forecast one, @Nullable Forecast other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.urgent <= other.urgent ? one : other;
  }
}
