package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Sharers;
import dev.stormwatch.core.detect.cascade.saturation.Displaced;
import dev.stormwatch.core.settings.Settings;
import org.jspecify.annotations.Nullable;

/** One cascade as of one slot: what is told and decided of it rests on the same figures. */
final class CascadeView {

  /** A limit that was found holds no longer where so many times as much is in use. */
  private static final double EXCEEDED = 1.1;

  /** US dollars an hour. */
  private static final double DEAR = 10;

  /** A fan-out of less, in US dollars an hour and in calls a minute, does no harm by daybreak. */
  private static final double CHEAP = 1;

  private static final long FEW = 3_000;

  private static final double ROOMY = 0.5;

  final long end;
  final Cascade cascade;
  final AccountState state;

  /** Concurrent executions of the account, as others' missing calls tell; 0 for as declared. */
  final long found;

  /** The same, or those that are declared. */
  final long quota;

  /** The same that are in use. */
  private final double used;

  final Figures figures;
  final Events events;
  final Room room;

  /** Null of what goes on. */
  final @Nullable Stop stop;

  /** Null of what is called and does not fail. */
  final @Nullable Retries retries;

  /** Null of what gains nothing, and where it is not known. */
  final @Nullable Gain gain;

  CascadeView(long end, Cascade cascade, AccountState state, Bill bill, Settings settings) {
    this.end = end;
    this.cascade = cascade;
    this.state = state;
    Displaced displaced = Displaced.find(state, settings);
    boolean displaces =
        displaced != null && displaced.burst.names.stream().anyMatch(cascade.path::contains);
    this.used = Sharers.used(state, settings);
    long known = used > EXCEEDED * cascade.quota ? 0 : cascade.quota;
    this.found = displaced != null && displaces ? displaced.quota : known;
    this.quota = found == 0 ? settings.cascade.accountConcurrency : found;
    this.figures = new Figures(cascade, state, bill, settings, quota);
    this.events = Events.of(cascade, state, figures, settings.cascade);
    this.stop = Stop.of(cascade, state, settings.clock.slotMillis / 1000);
    boolean lacking = displaces && stop == null;
    this.room =
        new Room(settings, cascade, state, figures, quota, found > 0, lacking, stop != null);
    this.retries = Retries.of(cascade, state);
    this.gain = Gain.of(cascade, state);
  }

  /**
   * May nobody find it in the morning, whatever it is: is it dear, or are others refused for it?
   */
  boolean isDear() {
    return figures.hourly >= DEAR || room.starves();
  }

  /** Is it a fan-out that costs cents, and leaves room and quiet to all others? */
  boolean isSmall() {
    return cascade.shape() == Cascade.Shape.FAN_OUT
        && figures.hourly < CHEAP
        && cascade.peak < FEW
        && used < ROOMY * quota;
  }
}
