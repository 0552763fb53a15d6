package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the JDK's own decoder. */
class Utf8Test {

  private static final CharsetDecoder DECODER =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);

  private static boolean decodes(byte[] bytes) {
    CharBuffer text = CharBuffer.allocate(bytes.length + 1);
    return !DECODER.reset().decode(ByteBuffer.wrap(bytes), text, true).isError();
  }

  /** The text stands among others, which must not matter. */
  private static void check(byte[] bytes) {
    boolean valid = decodes(bytes);
    for (byte around : new byte[] {'a', (byte) 0x80}) {
      byte[] framed = new byte[bytes.length + 20];
      Arrays.fill(framed, around);
      System.arraycopy(bytes, 0, framed, 3, bytes.length);
      if (Utf8.valid(framed, 3, 3 + bytes.length) != valid) {
        fail("%s is %svalid", HexFormat.of().formatHex(bytes), valid ? "" : "not ");
      }
    }
  }

  @Test
  void everyTextOfOneOrTwoBytes() {
    for (int first = 0; first < 256; first++) {
      check(new byte[] {(byte) first});
      for (int second = 0; second < 256; second++) {
        check(new byte[] {(byte) first, (byte) second});
      }
    }
  }

  @Test
  void everyTextOfThreeOrFourBytesAtTheEdgesOfTheForms() {
    int[] more = {0x7F, 0x80, 0xBF, 0xC0};
    for (int first = 0x80; first < 256; first++) {
      for (int second = 0; second < 256; second++) {
        for (int third : more) {
          check(new byte[] {(byte) first, (byte) second, (byte) third});
          for (int fourth : more) {
            check(new byte[] {(byte) first, (byte) second, (byte) third, (byte) fourth});
          }
        }
      }
    }
  }

  @Test
  void everyCodePoint() {
    for (int code = 0; code <= Character.MAX_CODE_POINT; code++) {
      if (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE) {
        byte[] bytes = Character.toString(code).getBytes(StandardCharsets.UTF_8);
        if (!Utf8.valid(bytes, 0, bytes.length)) {
          fail("U+%04X is refused", code);
        }
      }
    }
  }

  @Test
  void damagedTexts() {
    Random random = new Random(7);
    byte[] text =
        "a\u00e9\u20ac\ud83d\ude80 basket \u00a0\uffff".repeat(4).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 100_000; i++) {
      byte[] damaged = Arrays.copyOf(text, random.nextInt(text.length + 1));
      for (int j = random.nextInt(3); j > 0 && damaged.length > 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      check(damaged);
    }
  }

  @Test
  void asciiAtEveryLengthAndPlace() {
    for (int length = 0; length < 40; length++) {
      for (int odd = -1; odd < length + 8; odd++) {
        byte[] bytes = new byte[length + 24];
        Arrays.fill(bytes, (byte) 0x7F);
        if (odd >= 0) {
          bytes[8 + odd] = (byte) 0x80;
        }
        bytes[7] = (byte) 0xFF;
        assertThat(Utf8.ascii(bytes, 8, 8 + length))
            .as("%d bytes, %d is none", length, odd)
            .isEqualTo(odd < 0 || odd >= length);
      }
    }
  }
}
