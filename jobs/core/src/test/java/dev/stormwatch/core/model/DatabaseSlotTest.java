package dev.stormwatch.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DatabaseSlotTest {

  private static final DatabaseSlot.ByteCodec CODEC = new DatabaseSlot.ByteCodec();

  @Test
  void theOrderOfPiecesDoesNotMatter() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<DatabaseSlot> pieces = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        pieces.add(piece(random));
      }
      byte[] one = Bytes.of(CODEC, merged(pieces));
      Collections.shuffle(pieces, random);
      assertThat(Bytes.of(CODEC, merged(pieces))).isEqualTo(one);
    }
  }

  private static DatabaseSlot piece(Random random) {
    DatabaseSlot piece = new DatabaseSlot("111122223333", "eu-west-1", "orders-db");
    FunctionShare share = new FunctionShare();
    share.living = random.nextInt(50);
    share.attempts = random.nextInt(50);
    share.refused = random.nextInt(3);
    if (random.nextBoolean()) {
      share.release = new Release("" + random.nextInt(3), "0", random.nextInt(3));
    }
    piece.add("function-" + random.nextInt(8), share);
    if (random.nextBoolean()) {
      piece.add(
          new GaugeReading(
              "db-" + random.nextInt(2),
              1_772_446_200_000L + random.nextInt(5),
              random.nextInt(3),
              random.nextInt(3)));
    }
    return piece;
  }

  private static DatabaseSlot merged(List<DatabaseSlot> pieces) {
    DatabaseSlot slot = new DatabaseSlot("111122223333", "eu-west-1", "orders-db");
    for (DatabaseSlot piece : pieces) {
      slot = slot.merge(Bytes.copy(CODEC, piece));
    }
    return slot;
  }
}
