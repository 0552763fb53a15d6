package dev.stormwatch.core.slot;

import dev.stormwatch.core.model.AccountSlot;
import dev.stormwatch.core.model.Activity;
import dev.stormwatch.core.model.ApplicationSlot;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.Mergeable;
import dev.stormwatch.core.model.TelemetrySlot;
import java.io.Serializable;

/**
 * A state machine for one key on the arrival clock, free of any framework: no clock, no logger, no
 * I/O, no fields that change. Hosted by one Flink operator when live and in replay, and by a plain
 * loop in tests.
 *
 * <p>The host promises, for each key:
 *
 * <ul>
 *   <li>slots come in order of time, each once, merged and complete: everything that arrived before
 *       the slot's end is in it;
 *   <li>a wake asked for at a time comes at the end of the slot that holds that time, after that
 *       slot's own data; a later request replaces an earlier one;
 *   <li>after {@link Effects#forget} the next slot starts from a new state.
 * </ul>
 *
 * @param <D> what a slot holds
 * @param <S> the state of a key: a struct of primitives and arrays
 * @param <R> what comes out
 */
public interface SlotLogic<D extends Mergeable<D>, S, R> extends Serializable {

  S newState();

  /**
   * @param end end of the slot on the arrival clock, exclusive, epoch milliseconds: nothing that
   *     arrived at this instant or later is known
   */
  void onSlot(long end, D data, S state, Effects<R> effects);

  /**
   * @param end end of the slot that holds the time asked for
   */
  void onWake(long end, S state, Effects<R> effects);

  /** What a state machine may do. */
  interface Effects<R> {

    void emit(R result);

    /** Reports activity for time lines. */
    void report(Activity activity);

    /**
     * Hands on what this slot says about a database, to be carried to the database's own logic.
     * Where there is none, as in a test of one logic alone, it goes nowhere.
     */
    default void contribute(DatabaseSlot piece) {}

    /** Hands on what this slot says about the delivery of an account's logs; as above. */
    default void contribute(TelemetrySlot piece) {}

    /** Hands on what this slot says about an account's functions together; as above. */
    default void contribute(AccountSlot piece) {}

    /** Hands on what this slot says about calls that some event source makes; as above. */
    default void contribute(EventSourceSlot piece) {}

    /** Hands on what this slot says about cold calls of an application's function; as above. */
    default void contribute(ApplicationSlot piece) {}

    /** Asks to be woken at the end of the slot that holds this time. */
    void wakeAt(long arrivalMillis);

    /** Drops the key's state. */
    void forget();
  }
}
