package dev.stormwatch.core.detect.cascade.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.model.FunctionFlow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatenessTest {

  private static final long SLOT = 5;

  /** Ten calls a second, each told of some seconds later, over so many slots. */
  private static Member told(long slots, Random dice, double mean) {
    Member member = new Member();
    FunctionFlow[] flows = new FunctionFlow[(int) slots];
    for (int i = 0; i < slots; i++) {
      flows[i] = new FunctionFlow();
    }
    for (int tenth = 0; tenth < slots * SLOT * 10; tenth++) {
      double at = tenth / 10.0;
      long slot = (long) ((at - mean * Math.log(1 - dice.nextDouble())) / SLOT);
      if (slot < slots) {
        flows[(int) slot].starts.addAt((long) (at * 1000), 1);
      }
    }
    for (int i = 0; i < slots; i++) {
      member.take(flows[i], (i + 1) * SLOT, SLOT);
    }
    return member;
  }

  @Test
  void whatIsNotToldYetIsAdded() {
    long end = 60 * SLOT;
    for (double mean : new double[] {2, 5, 10}) {
      Member member = told(60, new Random(1), mean);
      Lateness lateness = member.lateness;
      long to = end - lateness.slots() * SLOT;
      assertThat(member.count(to - 60, to)).isLessThan(600);
      assertThat(lateness.count(member, to - 60, to, end, SLOT)).isCloseTo(600, within(18.0));
    }
  }

  @Test
  void theSlowerTheDeliveryTheLongerItIsWaitedFor() {
    int fast = told(60, new Random(2), 2).lateness.slots();
    int slow = told(60, new Random(2), 20).lateness.slots();
    assertThat(fast).isEqualTo(1);
    assertThat(slow).isBetween(5, 8);
  }

  @Test
  void ofFewCallsItIsNotKnownAndNothingIsAdded() {
    Member member = told(60, new Random(3), 2);
    Lateness lateness = new Lateness();
    lateness.add(8, SLOT, 49);
    assertThat(lateness.known()).isFalse();
    assertThat(lateness.slots()).isEqualTo(3);
    assertThat(lateness.count(member, 290, 300, 300, SLOT)).isEqualTo(member.count(290, 300));
  }

  /** After an hour of slow delivery a quarter of an hour of a fast one is what counts. */
  @Test
  void whatWasLongAgoIsForgotten() {
    Lateness lateness = new Lateness();
    for (int i = 0; i < 36_000; i++) {
      lateness.add(40, SLOT, 1);
    }
    for (int i = 0; i < 9_000; i++) {
      lateness.add(4, SLOT, 1);
    }
    assertThat(lateness.slots()).isZero();
  }

  @Test
  void itIsReadAsItWasWritten() throws IOException {
    Lateness lateness = told(60, new Random(4), 12).lateness;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    lateness.write(new DataOutputStream(bytes));
    assertThat(bytes.size()).isLessThanOrEqualTo(2 * Lateness.SLOTS);
    Lateness read =
        Lateness.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(read.slots()).isEqualTo(lateness.slots());
    assertThat(read.known()).isTrue();
  }
}
