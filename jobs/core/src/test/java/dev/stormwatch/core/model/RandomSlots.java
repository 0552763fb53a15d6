package dev.stormwatch.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Slots full of chance, with many equal keys, times and waits. */
public final class RandomSlots {

  public static final FunctionId FUNCTION = new FunctionId("111122223333", "eu-west-1", "checkout");

  private static final long NOW = 1_772_440_000_000L;

  private RandomSlots() {}

  /**
   * @param requests how many requests and environments each slot hears of at most
   */
  public static List<FunctionSlot> pieces(Random random, int count, int requests) {
    List<FunctionSlot> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pieces.add(slot(random, requests));
    }
    return pieces;
  }

  public static FunctionSlot slot(Random random, int requests) {
    FunctionSlot slot = new FunctionSlot(FUNCTION);
    slot.logGroup = random.nextInt(3) == 0 ? "" : "/group/" + random.nextInt(2);
    slot.records = random.nextInt(5);
    slot.events = random.nextInt(1000);
    slot.invocations = random.nextInt(300);
    slot.coldStarts = random.nextInt(30);
    slot.restores = random.nextInt(3);
    slot.initFailures = random.nextInt(3);
    slot.suppressedInits = random.nextInt(3);
    slot.durationMicros = random.nextInt();
    slot.billedMillis = random.nextInt(100_000);
    slot.billedMegabyteMillis = random.nextLong() >>> 8;
    slot.memoryMegabytes = 128L << random.nextInt(5);
    slot.usage.initMicros = random.nextInt(1_000_000);
    slot.usage.calls = random.nextInt(300);
    slot.usage.usedMegabytes = random.nextInt(100_000);
    if (random.nextBoolean()) {
      slot.firstColdAt = NOW - random.nextInt(10_000);
    }
    for (int i = random.nextInt(20); i > 0; i--) {
      slot.coldWaits.add(random.nextLong() >>> 1 + random.nextInt(62));
      slot.lags.add(random.nextInt(200_000) - 50_000);
      slot.busy.addInterval(
          NOW - random.nextInt(60_000), random.nextInt(90_000_000), NOW - 100_000, NOW);
    }
    for (int i = random.nextInt(requests + 1); i > 0; i--) {
      long key = Hash64.of("request-" + random.nextInt(requests * 20));
      if (random.nextInt(4) == 0) {
        slot.requests.flag(key, 1 << random.nextInt(5));
      } else {
        slot.requests.sight(key, NOW - random.nextInt(100_000), 1 << random.nextInt(5));
      }
      slot.environments.sight(
          Hash64.of("environment-" + random.nextInt(requests * 4)),
          NOW - random.nextInt(100_000),
          0);
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      slot.coldest =
          ColdCall.longest(
              slot.coldest,
              List.of(
                  new ColdCall(
                      NOW - random.nextInt(2),
                      "stream-" + random.nextInt(2),
                      random.nextInt(2) == 0 ? "" : "id",
                      1_000_000 + random.nextInt(3),
                      random.nextInt(3),
                      random.nextBoolean())));
    }
    for (int i = random.nextInt(8); i > 0; i--) {
      String version = random.nextInt(4) == 0 ? "$LATEST" : "" + random.nextInt(12);
      slot.inits.add(version, random.nextInt(5_000_000));
      slot.inits.exits += random.nextInt(3);
      slot.inits.timeouts += random.nextInt(2);
      slot.inits.firstDeathAt = Math.min(slot.inits.firstDeathAt, NOW - random.nextInt(1000));
      slot.inits.followers += 2;
      slot.inits.followersThatDied += random.nextInt(2);
      slot.inits.followerMicros.add(random.nextInt(5_000_000));
      slot.inits.batches += random.nextInt(2);
      slot.results.add(version, random.nextInt(9), random.nextInt(9));
    }
    for (int i = random.nextInt(40); i > 0; i--) {
      (random.nextBoolean() ? slot.errors : slot.complaints)
          .add(
              "Error" + random.nextInt(30),
              ErrorWords.values()[random.nextInt(3)],
              new CallError.Line(NOW - random.nextInt(3), "stream-" + random.nextInt(2), "id"));
    }
    return slot;
  }
}
