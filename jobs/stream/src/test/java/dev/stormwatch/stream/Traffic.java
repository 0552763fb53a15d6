package dev.stormwatch.stream;

import dev.stormwatch.core.model.ColdCall;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Hash64;
import java.util.List;

/** Slots of one function under steady traffic, as the decoder would have folded them. */
final class Traffic {

  static final FunctionId CHECKOUT = new FunctionId("123456789012", "eu-west-1", "checkout");

  private static final long WARM_MICROS = 120_000;
  private static final long COLD_MICROS = 1_600_000;

  private final int environments;
  private long calls;

  /**
   * @param environments that serve the calls in turn
   */
  Traffic(int environments) {
    this.environments = environments;
  }

  /**
   * What arrives at a time.
   *
   * @param cold how many of the calls wait for an environment of their own
   */
  FunctionSlot slot(long arrival, int count, int cold) {
    FunctionSlot slot = new FunctionSlot(CHECKOUT);
    slot.records = count;
    slot.memoryMegabytes = 512;
    for (int i = 0; i < count; i++) {
      call(slot, arrival - 1_000 - i, i < cold);
    }
    slot.lags.add(1_000);
    return slot;
  }

  /** What arrives at a time when every call fails. */
  FunctionSlot failing(long arrival, int count) {
    FunctionSlot slot = slot(arrival, count, 0);
    for (int i = 0; i < slot.requests.size(); i++) {
      slot.requests.flag(slot.requests.key(i), FunctionSlot.FAILED);
    }
    return slot;
  }

  private void call(FunctionSlot slot, long at, boolean cold) {
    calls++;
    String stream = cold ? "new-" + calls : "stream-" + calls % environments;
    String request = String.format("00000000-0000-4000-8000-%012d", calls);
    long busy = WARM_MICROS + (cold ? COLD_MICROS : 0);
    slot.events += 3;
    slot.invocations++;
    slot.durationMicros += WARM_MICROS;
    slot.billedMillis += busy / 1000;
    slot.billedMegabyteMillis += busy / 1000 * 512;
    slot.environments.sight(Hash64.of(stream), at, 0);
    slot.requests.sight(
        Hash64.of(request), at - busy / 1000, FunctionSlot.STARTED | FunctionSlot.ENDED);
    slot.busy.addInterval(at, busy, at - 60_000, at);
    if (cold) {
      slot.coldStarts++;
      slot.inits.coldMicros += WARM_MICROS;
      slot.coldWaits.add(COLD_MICROS);
      slot.firstColdAt = Math.min(slot.firstColdAt, at);
      slot.coldest =
          ColdCall.longest(
              slot.coldest,
              List.of(
                  new ColdCall(
                      at,
                      "2026/03/02/[42]9f1c2d7e5a8b4c03b6d1e0f7a2954c18",
                      request,
                      COLD_MICROS,
                      WARM_MICROS,
                      false)));
    }
  }
}
