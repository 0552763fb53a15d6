package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class WordsTest {

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Every value of every byte, among neighbours of every sort. */
  private static void holdsForEveryByte(LongUnaryOperator not, IntPredicate is, String allowed) {
    Random random = new Random(7);
    for (int place = 0; place < 8; place++) {
      for (int value = 0; value < 256; value++) {
        for (int i = 0; i < 20; i++) {
          byte[] bytes = new byte[8];
          for (int j = 0; j < 8; j++) {
            bytes[j] = (byte) allowed.charAt(random.nextInt(allowed.length()));
          }
          bytes[place] = (byte) value;
          assertThat(not.applyAsLong(Words.at(bytes, 0)) == 0)
              .as("%02x at %d of %s", value, place, Arrays.toString(bytes))
              .isEqualTo(is.test(value));
        }
      }
    }
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[8];
      random.nextBytes(bytes);
      boolean all = true;
      for (byte b : bytes) {
        all &= is.test(b & 0xFF);
      }
      assertThat(not.applyAsLong(Words.at(bytes, 0)) == 0).isEqualTo(all);
    }
  }

  @Test
  void knowsDigits() {
    holdsForEveryByte(Words::notDigits, b -> b >= '0' && b <= '9', "0123456789");
  }

  @Test
  void knowsHexadecimalDigitsInLowerCase() {
    holdsForEveryByte(
        Words::notHex, b -> b >= '0' && b <= '9' || b >= 'a' && b <= 'f', "0123456789abcdef");
  }

  @Test
  void readsEightDigits() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      int number = i < 2 ? i * 99_999_999 : random.nextInt(100_000_000);
      assertThat(Words.number(Words.of("%08d".formatted(number)))).isEqualTo(number);
    }
  }

  @Test
  void readsAnyEightBytes() {
    byte[] text = ascii("0123456789abcdef");
    for (int at = 0; at <= 8; at++) {
      assertThat(Words.at(text, at))
          .isEqualTo(Words.of(new String(text, at, 8, StandardCharsets.US_ASCII)));
    }
    assertThat(Words.of("a\0\0\0\0\0\0\0")).isEqualTo('a');
    assertThatThrownBy(() -> Words.of("seven b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Words.at(text, 9)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static final String ID = "5b0c7a52-61c4-4d0e-9d53-6f3c1c5b2a77";

  private static boolean isId(byte[] text) {
    Cursor cursor = new Cursor();
    cursor.set(Arrays.copyOf(text, text.length + Inflate.PADDING), 0, text.length);
    return cursor.skipRequestId(new dev.stormwatch.core.fold.Observation());
  }

  @Test
  void knowsARequestIdByItsEveryByte() {
    byte[] id = ascii(ID);
    for (int at = 0; at < id.length; at++) {
      boolean dash = at == 8 || at == 13 || at == 18 || at == 23;
      for (int value = 0; value < 256; value++) {
        byte[] changed = id.clone();
        changed[at] = (byte) value;
        boolean hex = value >= '0' && value <= '9' || value >= 'a' && value <= 'f';
        assertThat(isId(changed)).as("%02x at %d", value, at).isEqualTo(dash ? value == '-' : hex);
      }
      assertThat(isId(Arrays.copyOf(id, at))).isFalse();
    }
  }

  /** Thousandths as the parser would round them, or none. */
  private static long thousandths(String text) {
    if (!text.matches("(0|[1-9][0-9]{0,8})(\\.[0-9]{1,3})?")) {
      return -1;
    }
    double number = Double.parseDouble(text);
    return number > Numbers.MAX_MILLIS ? -1 : Math.round(number * 1000);
  }

  @Test
  void readsNumbersAsTheParserDoesOrNotAtAll() {
    for (long seed = 0; seed < 50_000; seed++) {
      String number = new Dice(seed).number();
      byte[] text = number.getBytes(StandardCharsets.UTF_8);
      Cursor cursor = new Cursor();
      cursor.set(Arrays.copyOf(text, text.length + Inflate.PADDING), 0, text.length);
      long found = cursor.thousandths();
      if (cursor.at == text.length) {
        assertThat(found).as(number).isEqualTo(thousandths(number));
      } else if (found < 0) {
        assertThat(cursor.at).as("%s: the place is left as it is", number).isZero();
      }
    }
  }
}
