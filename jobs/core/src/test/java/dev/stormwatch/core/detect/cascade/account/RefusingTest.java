package dev.stormwatch.core.detect.cascade.account;

import static dev.stormwatch.core.detect.cascade.account.Refusing.Word.BEGINS;
import static dev.stormwatch.core.detect.cascade.account.Refusing.Word.BUILDS;
import static dev.stormwatch.core.detect.cascade.account.Refusing.Word.EASES;
import static dev.stormwatch.core.detect.cascade.account.Refusing.Word.GOES_ON;
import static dev.stormwatch.core.detect.cascade.account.Refusing.Word.IS_OVER;
import static dev.stormwatch.core.detect.cascade.account.Refusing.Word.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusingTest {

  /** One letter a slot of five seconds: F at the limit, anything else below it. */
  private static List<Refusing.Word> words(String slots, boolean early) {
    Refusing refusing = new Refusing();
    List<Refusing.Word> words = new ArrayList<>();
    for (int i = 0; i < slots.length(); i++) {
      double refused = slots.charAt(i) == 'F' ? 0.5 : 0;
      long end = 1_000_000 + i * 5_000L;
      words.add(
          early
              ? refusing.judgeEarly(end, refused, 0.1, 10_000)
              : refusing.judge(end, refused, 0.1, 10_000));
    }
    return words;
  }

  @Test
  void nothingIsSaidBeforeItIsCertain() {
    assertThat(words("-FF-FFFF---", false))
        .containsExactly(
            NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, BEGINS, GOES_ON, NOTHING, NOTHING,
            IS_OVER);
  }

  @Test
  void whoWantsToKnowEarlyHearsOfItFromTheSecondSlotOn() {
    assertThat(words("-FF--FFFF---", true))
        .containsExactly(
            NOTHING, NOTHING, BUILDS, EASES, NOTHING, NOTHING, BUILDS, BEGINS, GOES_ON, NOTHING,
            NOTHING, IS_OVER);
  }

  @Test
  void allOfItIsKept() throws IOException {
    for (boolean open : new boolean[] {false, true}) {
      for (boolean onrush : new boolean[] {false, true}) {
        Refusing refusing = new Refusing();
        refusing.judge(1_000_000, open ? 1 : 0, 0.1, 0);
        refusing.onrush = onrush;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        refusing.write(new DataOutputStream(bytes));
        Refusing read =
            Refusing.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(read).usingRecursiveComparison().isEqualTo(refusing);
      }
    }
  }
}
