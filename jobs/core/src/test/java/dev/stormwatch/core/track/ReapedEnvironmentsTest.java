package dev.stormwatch.core.track;

import static dev.stormwatch.core.fold.Lines.coldReport;
import static dev.stormwatch.core.fold.Lines.line;
import static dev.stormwatch.core.fold.Lines.record;
import static dev.stormwatch.core.fold.Lines.report;
import static dev.stormwatch.core.fold.Lines.start;
import static dev.stormwatch.core.fold.Lines.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Lines;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Traits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReapedEnvironmentsTest {

  private static final long T = 1_772_440_000_000L;
  private static final long SLOT = 5_000;
  private static final long IDLE = 360_000;
  private static final long SETTLE = 20_000;
  private static final long INIT = 10_000;

  private final FunctionTrack track = new FunctionTrack();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whatLambdaReapedIsNotCountedAndWhatLivesAlwaysIs(int seed) {
    Placing placing = new Placing(new Random(seed), seed % 3 == 0 ? 2 : 1);
    placing.run(40 * 60_000);
    Set<String> heard = new HashSet<>();
    long counted = 0;
    for (long end = T + SLOT; end <= T + 40 * 60_000; end += SLOT) {
      FunctionSlot slot = placing.arrived(end - SLOT, end, heard);
      if (slot.records == 0) {
        continue;
      }
      track.advance(slot, end, IDLE);
      counted += track.newEnvironments();
      assertThat(counted)
          .as("found again after it was dropped, at %d", end)
          .isEqualTo(heard.size());
      long most = placing.notReapedBeforeTheLatestColdCall(end, heard);
      assertThat(track.livingEnvironments()).as("at %d", end).isLessThanOrEqualTo(most);
    }
  }

  @Test
  void aColdCallShowsThatIdleOnesHaveGoneOnceItsLinesMustHaveCome() {
    for (int i = 0; i < 10; i++) {
      warm("s" + i, T);
    }
    long placed = T + 60_000;
    advance(cold("new", placed), placed + INIT);
    assertThat(track.livingEnvironments()).isEqualTo(11);
    advance(record("new", placed + SETTLE, report(placed + 15_000, "r", 10)), placed + SETTLE + 1);
    assertThat(track.livingEnvironments()).isOne();
  }

  @Test
  void aWarmCallSaysNothing() {
    warm("a", T);
    warm("b", T);
    warm("b", T + 60_000);
    warm("b", T + 90_000);
    assertThat(track.livingEnvironments()).isEqualTo(2);
  }

  @Test
  void aRestoredSnapshotSaysTheSame() {
    warm("a", T);
    long at = T + 60_000;
    advance(
        record(
            "b",
            at + INIT,
            start(at, "b"),
            with(report(at + 20, "b", 20), l -> l.restoreMicros = 300_000)),
        at + INIT);
    warm("b", at + 30_000);
    assertThat(track.livingEnvironments()).isOne();
  }

  @ParameterizedTest
  @ValueSource(ints = {Traits.PROVISIONED_CONCURRENCY, Traits.MANAGED_INSTANCES, Traits.TENANTS})
  void environmentsThatAreNotThereForAnyCallAreNotRefutedByOne(int trait) {
    warm("a", T);
    long at = T + 60_000;
    FunctionSlot slot = cold("b", at);
    slot.traits |= trait;
    advance(slot, at + INIT);
    warm("b", at + 30_000);
    assertThat(track.livingEnvironments()).isEqualTo(2);
  }

  @Test
  void whereStartsAreFilteredOutNothingIsConcluded() {
    warm("a", T);
    long at = T + 60_000;
    advance(record("b", at + INIT, coldReport(at + 520, "b", 20, 500)), at + INIT);
    warm("b", at + 30_000);
    assertThat(track.livingEnvironments()).isEqualTo(2);
  }

  @Test
  void lateLinesConcludeNothing() {
    warm("a", T);
    long at = T + 60_000;
    advance(cold("b", at, at + 120_000), at + 120_000);
    assertThat(track.livingEnvironments()).isEqualTo(2);
  }

  private void warm(String stream, long at) {
    String request = stream + at;
    FunctionSlot slot = record(stream, at + INIT, start(at, request), report(at + 20, request, 20));
    advance(slot, at + INIT);
  }

  private static FunctionSlot cold(String stream, long placed) {
    return cold(stream, placed, placed + INIT);
  }

  private static FunctionSlot cold(String stream, long placed, long arrival) {
    return record(
        stream,
        arrival,
        line(LineKind.INIT_START, placed, ""),
        start(placed + 500, stream),
        coldReport(placed + 520, stream, 20, 500));
  }

  private void advance(FunctionSlot slot, long end) {
    track.advance(slot, end, IDLE);
  }

  /**
   * How Lambda places calls, as its guide tells it: in an idle environment of the version, else in
   * a new one; idle environments are taken down sooner or later. Now and then it makes one that no
   * call waits for.
   */
  private static final class Placing {
    private final Random random;
    private final int versions;
    private final List<Environment> environments = new ArrayList<>();
    private int requests;

    Placing(Random random, int versions) {
      this.random = random;
      this.versions = versions;
    }

    void run(long millis) {
      double perSecond = 1;
      for (long now = T; now < T + millis; ) {
        if (random.nextInt(200) == 0) {
          perSecond = Math.exp(random.nextDouble() * 4 - 2);
        }
        int burst = random.nextInt(300) == 0 ? 10 + random.nextInt(20) : 1;
        for (int i = 0; i < burst; i++) {
          place(now, random.nextInt(versions));
        }
        if (random.nextInt(400) == 0) {
          Environment ready =
              new Environment(environments.size(), random.nextInt(versions), reapedAfter());
          ready.freeSince = now + 30_000;
          ready.lines.add(line(LineKind.INIT_START, now, ""));
          environments.add(ready);
        }
        now += 1 + (long) (-1000 / perSecond * Math.log(1 - random.nextDouble()));
      }
      environments.forEach(environment -> environment.deliver(random));
    }

    private long reapedAfter() {
      return 45_000 + random.nextInt(200_000);
    }

    private void place(long now, int version) {
      Environment free =
          environments.stream()
              .filter(e -> e.version == version && e.freeSince <= now && !e.reaped(now))
              .max(Comparator.comparingLong(e -> e.freeSince))
              .orElse(null);
      long init = 0;
      if (free == null) {
        free = new Environment(environments.size(), version, reapedAfter());
        environments.add(free);
        long sandbox = random.nextInt(random.nextInt(5) == 0 ? 4_000 : 100);
        free.coldAt = now + sandbox;
        free.lines.add(line(LineKind.INIT_START, free.coldAt, ""));
        init = sandbox + 100 + random.nextInt(random.nextInt(5) == 0 ? 8_000 : 800);
      }
      boolean first = !free.called;
      free.called = true;
      String request = "r" + requests++;
      long took = random.nextInt(50) == 0 ? random.nextInt(60_000) : 10 + random.nextInt(800);
      long started = now + init;
      free.lines.add(start(started, request));
      free.lines.add(
          first
              ? coldReport(started + took, request, took, Math.max(300, started - free.coldAt))
              : report(started + took, request, took));
      free.freeSince = started + took;
    }

    /** What came in a slot, united; notes the environments that were heard of. */
    FunctionSlot arrived(long from, long to, Set<String> heard) {
      FunctionSlot slot = new FunctionSlot(Lines.FUNCTION);
      for (Environment environment : environments) {
        for (Delivery delivery : environment.deliveries) {
          if (delivery.at > from && delivery.at <= to) {
            slot.merge(
                record(
                    environment.stream, delivery.at, delivery.lines.toArray(Observation[]::new)));
            heard.add(environment.stream);
          }
        }
      }
      return slot;
    }

    /** Of those heard of, how many a cold call of theirs whose lines came does not refute. */
    long notReapedBeforeTheLatestColdCall(long end, Set<String> heard) {
      long[] latest = new long[versions];
      for (Environment environment : environments) {
        if (environment.toldColdBy(end) && environment.coldAt <= end - SETTLE) {
          latest[environment.version] = Math.max(latest[environment.version], environment.coldAt);
        }
      }
      return environments.stream()
          .filter(e -> heard.contains(e.stream))
          .filter(e -> !e.reaped(latest[e.version] - INIT) || !e.called)
          .count();
    }
  }

  private record Delivery(long at, List<Observation> lines) {}

  private static final class Environment {
    final String stream;
    final int version;
    private final long reapedAfter;
    final List<Observation> lines = new ArrayList<>();
    final List<Delivery> deliveries = new ArrayList<>();
    long freeSince;
    long coldAt = Long.MAX_VALUE;
    boolean called;

    Environment(int name, int version, long reapedAfter) {
      this.version = version;
      this.reapedAfter = reapedAfter;
      stream = "2026/03/02/[" + (41 + version) + "]" + name;
    }

    boolean reaped(long now) {
      return now - freeSince > reapedAfter;
    }

    /** Has a record with both START and REPORT of its first call come? */
    boolean toldColdBy(long end) {
      return coldAt != Long.MAX_VALUE
          && deliveries.stream()
              .filter(delivery -> delivery.at <= end)
              .anyMatch(delivery -> coldCall(delivery.lines));
    }

    private static boolean coldCall(List<Observation> lines) {
      for (int i = 1; i < lines.size(); i++) {
        if (lines.get(i).initMicros > 0 && lines.get(i - 1).kind == LineKind.START) {
          return true;
        }
      }
      return false;
    }

    /** Lines are gathered for nine seconds and arrive some seconds later. */
    void deliver(Random random) {
      List<Observation> held = new ArrayList<>();
      for (Observation next : lines) {
        if (!held.isEmpty() && next.eventTime > held.get(0).eventTime + 9_000) {
          deliver(held, random);
          held = new ArrayList<>();
        }
        held.add(next);
      }
      deliver(held, random);
    }

    private void deliver(List<Observation> held, Random random) {
      deliveries.add(new Delivery(held.get(0).eventTime + 9_500 + random.nextInt(5_000), held));
    }
  }
}
