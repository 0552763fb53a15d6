package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The marks of a document, held against the same said one byte at a time in plain words. */
class MarksTest {

  private static final byte[] TELLING =
      "\"\\uUnNrRxXcC_eEaAiIsSbB0 .{\u007f".getBytes(StandardCharsets.US_ASCII);

  private static boolean expected(byte first, byte second) {
    if (first == '\\' || second == '"') {
      return first == '\\' ? second == 'u' : second == '"';
    }
    String pair = String.valueOf((char) (first & 0xFF)) + (char) (second & 0xFF);
    return Arrays.asList("\"_", "\"0", "eA", "eI").contains(pair)
        || Arrays.asList("nn", "rr", "xb", "xc", "xr", "xs")
            .contains(pair.toLowerCase(Locale.ROOT));
  }

  @Test
  void ofTwoBytesTheSecondIsMarked() {
    for (int first = 0; first < 256; first++) {
      for (int second = 0; second < 256; second++) {
        assertThat(Marks.marked((byte) first, (byte) second))
            .as("%d %d", first, second)
            .isEqualTo(expected((byte) first, (byte) second));
      }
    }
  }

  @Test
  void wholeDocumentsAreMarkedTheSame() {
    Marks marks = new Marks();
    for (long seed = 0; seed < 300; seed++) {
      Dice dice = new Dice(seed);
      int length = dice.once(10) ? 60_000 + dice.below(80_000) : dice.below(3000);
      byte[] document = new byte[length + Inflate.PADDING];
      for (int i = 0; i < length; i++) {
        document[i] = dice.once(3) ? (byte) dice.below(256) : TELLING[dice.below(TELLING.length)];
      }
      byte[] marked = marks.of(document, length, true);
      for (int i = 1; i < length; i++) {
        boolean mark = marked[i] < 0;
        if (mark != expected(document[i - 1], document[i])) {
          assertThat(mark).as("seed %d, byte %d", seed, i).isEqualTo(!mark);
        }
      }
      byte[] byWords = marks.of(document, length, false);
      for (int i = 1; i < length; i++) {
        boolean mark = byWords[i] < 0;
        boolean wanted = expected(document[i - 1], document[i]);
        boolean more = mark && !wanted;
        if (mark != wanted && (!more || document[i] == '"')) {
          assertThat(mark).as("seed %d, byte %d, by words", seed, i).isEqualTo(wanted);
        }
      }
    }
  }
}
