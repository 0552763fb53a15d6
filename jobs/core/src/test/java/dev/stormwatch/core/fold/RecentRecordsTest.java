package dev.stormwatch.core.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.Hash64;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecentRecordsTest {

  private static RecentRecords copy(RecentRecords memory, int capacity) throws IOException {
    RecentRecords.ByteCodec codec = new RecentRecords.ByteCodec(capacity);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    codec.write(memory, new DataOutputStream(bytes));
    return codec.read(
        codec.version(), new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }

  @Test
  void knowsWhatCameBefore() {
    RecentRecords memory = new RecentRecords("shardId-0", 100);
    assertThat(memory.seen(7)).isFalse();
    assertThat(memory.seen(8)).isFalse();
    assertThat(memory.seen(7)).isTrue();
    assertThat(memory.seen(0)).isFalse();
    assertThat(memory.seen(0)).isTrue();
  }

  @Test
  void canBeTurnedOff() {
    RecentRecords memory = new RecentRecords("shardId-0", 0);
    assertThat(memory.seen(7)).isFalse();
    assertThat(memory.seen(7)).isFalse();
  }

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  /** Half the capacity is always remembered, nothing is made up, and a copy goes on the same. */
  @ParameterizedTest
  @MethodSource("seeds")
  void remembersHalfItsCapacityAtLeast(long seed) throws IOException {
    Random random = new Random(seed);
    int capacity = 2 + random.nextInt(300);
    RecentRecords memory = new RecentRecords("shardId-0", capacity);
    Deque<Long> all = new ArrayDeque<>();
    for (int i = 0; i < 3000; i++) {
      if (random.nextInt(3) == 0 && !all.isEmpty()) {
        long again =
            all.stream()
                .skip(Math.max(0, all.size() - 1 - random.nextInt((capacity + 1) / 2)))
                .findFirst()
                .orElseThrow();
        assertThat(memory.seen(again)).isTrue();
      } else {
        long fresh = Hash64.of(seed, i);
        assertThat(memory.seen(fresh)).isFalse();
        all.add(fresh);
      }
      if (random.nextInt(500) == 0) {
        memory = copy(memory, capacity);
      }
    }
  }

  @Test
  void whatWasForgottenIsNew() {
    RecentRecords memory = new RecentRecords("shardId-0", 10);
    for (int i = 1; i <= 11; i++) {
      memory.seen(i);
    }
    assertThat(memory.seen(1)).isFalse();
    assertThat(memory.seen(11)).isTrue();
  }

  @Test
  void theOneThatWentOnIsTheNewer() throws IOException {
    RecentRecords memory = new RecentRecords("shardId-0", 10);
    memory.seen(1);
    RecentRecords later = copy(memory, 10);
    later.seen(2);
    assertThat(later.newerThan(memory)).isTrue();
    assertThat(memory.newerThan(later)).isFalse();
    assertThat(later.shardId).isEqualTo("shardId-0");
  }
}
