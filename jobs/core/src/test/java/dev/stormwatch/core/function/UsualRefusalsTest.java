package dev.stormwatch.core.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionShare;
import dev.stormwatch.core.model.FunctionSlot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How often a function usually says that a server refuses it. */
class UsualRefusalsTest {

  private static final long SLOT = 5_000;
  private static final long LEARNING = 120_000;

  private UsualRefusals usual = new UsualRefusals();
  private long now = 1_772_446_200_000L;

  private void slots(int count, long calls, long lines) {
    for (int i = 0; i < count; i++) {
      now += SLOT;
      usual.learn(now, SLOT, slot(calls, lines));
    }
  }

  private static FunctionSlot slot(long calls, long lines) {
    FunctionSlot slot = new FunctionSlot(new FunctionId("111122223333", "eu-west-1", "contacts"));
    slot.invocations = calls;
    slot.refusedLines = lines;
    return slot;
  }

  private double share() {
    return usual.share(now, LEARNING);
  }

  @Test
  void nothingIsUsualBeforeAnythingIsKnown() {
    assertThat(share()).isEqualTo(FunctionShare.UNKNOWN);
    slots(10, 100, 0);
    assertThat(share()).as("heard of too late").isEqualTo(FunctionShare.UNKNOWN);
    usual = new UsualRefusals();
    slots(40, 1, 0);
    assertThat(share()).as("called too seldom").isEqualTo(FunctionShare.UNKNOWN);
  }

  @Test
  void whatNeverWasIsHalfALineOfAllCalls() {
    slots(100, 10, 0);
    assertThat(share()).isPositive().isLessThan(0.001);
  }

  @Test
  void isWhatItWasOfCallsAndNotOfSlots() {
    slots(200, 40, 4);
    slots(2_000, 0, 0);
    slots(5, 40, 4);
    assertThat(share()).isCloseTo(0.1, within(0.01));
  }

  @Test
  void halfAnHourMakesMostOfWhatIsUsual() {
    slots(1_000, 10, 0);
    slots(360, 10, 10);
    assertThat(share()).isBetween(0.6, 0.7);
    slots(3_600, 10, 0);
    assertThat(share()).isLessThan(0.01);
  }

  /** Of any past: between the least and the most that a slot had, whatever happened when. */
  @Test
  void isNeverBeyondWhatSlotsHad() {
    for (long seed = 0; seed < 300; seed++) {
      Random dice = new Random(seed);
      usual = new UsualRefusals();
      double least = Double.MAX_VALUE;
      double most = 0;
      for (int i = 0; i < 400; i++) {
        long calls = 20 + dice.nextInt(200);
        long lines = dice.nextInt(3) == 0 ? dice.nextInt((int) calls) : 0;
        least = Math.min(least, (double) lines / calls);
        most = Math.max(most, (double) lines / calls);
        slots(1, calls, lines);
      }
      assertThat(share()).as("seed %d", seed).isBetween(least, most + 0.01);
    }
  }

  /** Whoever says more of the same calls is never taken for one who says less. */
  @Test
  void moreLinesAreNeverLessUsual() {
    for (long seed = 0; seed < 300; seed++) {
      Random dice = new Random(seed);
      UsualRefusals quiet = new UsualRefusals();
      usual = new UsualRefusals();
      for (int i = 0; i < 100; i++) {
        long calls = 1 + dice.nextInt(50);
        long lines = dice.nextInt(5);
        slots(1, calls, lines + dice.nextInt(3));
        quiet.learn(now, SLOT, slot(calls, lines));
      }
      assertThat(share()).as("seed %d", seed).isGreaterThanOrEqualTo(quiet.share(now, LEARNING));
    }
  }

  /** The same past, read back from bytes at any time, is the same. */
  @Test
  void survivesItsBytes() throws IOException {
    for (long seed = 0; seed < 100; seed++) {
      Random dice = new Random(seed);
      usual = new UsualRefusals();
      UsualRefusals other = new UsualRefusals();
      for (int i = 0; i < 100; i++) {
        long calls = dice.nextInt(30);
        long lines = dice.nextInt(5);
        slots(1, calls, lines);
        other.learn(now, SLOT, slot(calls, lines));
        other = dice.nextInt(5) == 0 ? copy(other) : other;
      }
      assertThat(other.share(now, LEARNING)).as("seed %d", seed).isEqualTo(share());
    }
  }

  private static UsualRefusals copy(UsualRefusals usual) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    usual.write(new DataOutputStream(bytes));
    assertThat(bytes.size()).isEqualTo(24);
    return UsualRefusals.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }
}
