package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.fold.ConnectionSignal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PhrasesTest {

  private static final String WAITED_FOR = "the pool 'requests waiting";

  /** Their rare pair of letters is looked for in one case only. */
  private static final List<String> OF_ONE_CASE =
      List.of(
          "eventSourceARN",
          " and messageId ",
          "ColdStart",
          "PolledEventCount",
          "DroppedEventCount",
          "Queue limit reached.",
          "QueuePool limit of size",
          WAITED_FOR,
          "Can't reach database server",
          "query_wait_timeout",
          "ORA-00018",
          "ORA-00020",
          "ORA-12516",
          "ORA-12519",
          "ORA-12520",
          "FATAL: the database system is",
          "FATAL:  the database system is",
          "\"traceId");

  /** An error and a metric document: with these in a line, every phrase is looked for. */
  private static final String REASON = "Error \"_aws";

  private static final int OF_REASON = Phrases.TROUBLE | Phrases.EMF;

  static Stream<String> texts() {
    return Phrases.texts().stream();
  }

  /** What is found in a text that something else stands around. */
  private static int found(String text, int before, String around, boolean escaped) {
    byte[] front = around.repeat(20).substring(0, before).getBytes(StandardCharsets.UTF_8);
    byte[] middle = text.getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[front.length + middle.length + 30 + Phrases.PADDING];
    Arrays.fill(all, (byte) '.');
    System.arraycopy(front, 0, all, 0, front.length);
    System.arraycopy(middle, 0, all, front.length, middle.length);
    byte[] reason = REASON.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(reason, 0, all, front.length + middle.length + 5, reason.length);
    return Phrases.find(all, 0, all.length - Phrases.PADDING, escaped);
  }

  /** What is found in a text behind which there is reason to look for all phrases. */
  private static int find(String text) {
    return Phrases.find(text + ",,,,," + REASON);
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void isFoundWhereverItStands(String phrase) {
    int meaning = find(phrase);
    assertThat(meaning != OF_REASON || Phrases.find(phrase) != 0).isTrue();
    for (int before = 0; before <= 17; before++) {
      for (String around : List.of(".", "\u0001", "o", "r\"", "xcnn")) {
        assertThat(found(phrase, before, around, false) & meaning)
            .as("%d times %s before", before, around)
            .isEqualTo(meaning);
        assertThat(found(escaped(phrase), before, around, true) & meaning).isEqualTo(meaning);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void isFoundInAnyCaseWhereItMayBe(String phrase) {
    if (OF_ONE_CASE.contains(phrase)) {
      return;
    }
    int meaning = find(phrase);
    for (String other : List.of(phrase.toLowerCase(Locale.ROOT), phrase.toUpperCase(Locale.ROOT))) {
      assertThat(find(other) & meaning).as(other).isEqualTo(meaning);
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aPartOfItIsNotIt(String phrase) {
    int meaning = Phrases.find(phrase);
    String first = phrase.substring(0, phrase.length() - 1);
    String last = phrase.substring(1);
    for (String part : List.of(first, last, first + " " + last)) {
      boolean another = Phrases.texts().stream().anyMatch(other -> holds(part, other));
      assertThat(another || find(part) == OF_REASON).as(part).isTrue();
    }
    byte[] cut = (phrase + phrase).getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(cut, cut.length + Phrases.PADDING);
    int half = phrase.length();
    boolean shorter = Phrases.texts().stream().anyMatch(o -> holds(last, o) || holds(first, o));
    assertThat(shorter || Phrases.find(padded, 1, half, false) == 0).isTrue();
    assertThat(shorter || Phrases.find(padded, 0, half - 1, false) == 0).isTrue();
    assertThat(Phrases.find(padded, 0, half, false)).isEqualTo(meaning);
  }

  /** The letter of an escape is none of the text. */
  @ParameterizedTest
  @MethodSource("texts")
  void theLetterOfAnEscapeIsNoLetter(String phrase) {
    if ("nrtbf".indexOf(Character.toLowerCase(phrase.charAt(0))) < 0) {
      return;
    }
    int without = find(phrase.substring(1));
    for (int before = 0; before <= 17; before++) {
      assertThat(found("\\" + phrase, before, ".", true)).isEqualTo(without);
      assertThat(found("\\\\" + phrase, before, ".", true)).isEqualTo(find(phrase));
      assertThat(found("\\\\\\" + phrase, before, ".", true)).isEqualTo(without);
      assertThat(found("\\" + phrase, before, ".", false)).isEqualTo(find(phrase));
    }
  }

  @Test
  void theSecondHalfOfAPhraseMayStandALittleLater() {
    String far = "x".repeat(180);
    assertThat(find("the pool '" + far + "requests waiting"))
        .isEqualTo(Phrases.POOL_EXHAUSTED | OF_REASON);
    assertThat(find("the pool '" + far + far + "requests waiting")).isEqualTo(OF_REASON);
    assertThat(find("requests waiting, the pool '")).isEqualTo(OF_REASON);
    assertThat(find("the pool '\"' has 5 requests waiting")).isEqualTo(OF_REASON);
    assertThat(find("the pool 'a'\n5 requests waiting")).isEqualTo(OF_REASON);
    assertThat(found(escaped("the pool 'a' has 5 requests waiting"), 3, ".", true))
        .isEqualTo(Phrases.POOL_EXHAUSTED | OF_REASON);
  }

  /** Some are looked for only in lines that give reason to, or that begin with them. */
  @Test
  void whatIsLookedForLaterNeedsAReason() {
    for (String phrase : Phrases.laterTexts()) {
      int meaning = find(phrase) & ~OF_REASON;
      boolean ofConnections = (meaning & Phrases.CONNECTION) != 0;
      assertThat(Phrases.find("x " + phrase)).as(phrase).isZero();
      assertThat(Phrases.find(phrase)).as(phrase).isEqualTo(ofConnections ? meaning : 0);
      assertThat(Phrases.find("Error: " + phrase) & meaning).as(phrase).isEqualTo(meaning);
      assertThat(Phrases.find("{\"_aws " + phrase) & meaning)
          .as(phrase)
          .isEqualTo(ofConnections ? 0 : meaning);
    }
  }

  /** Does a text hold a phrase, by the plainest of searches? */
  private static boolean holds(String text, String phrase) {
    String half = phrase.equals(WAITED_FOR) ? "the pool '" : phrase;
    boolean one = phrase.equals(WAITED_FOR);
    for (int at = 0; at + half.length() <= text.length(); at++) {
      if (text.regionMatches(!one, at, half, 0, half.length()) && pairStands(text, at, phrase)) {
        int behind = at + half.length();
        String rest = text.substring(behind, Math.min(text.length(), behind + 200));
        int second = rest.indexOf("requests waiting");
        if (half.equals(phrase) || (second >= 0 && plain(rest.substring(0, second)))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Of a phrase of one case it is the pair of letters that must stand as it is written. */
  private static boolean pairStands(String text, int at, String phrase) {
    return !OF_ONE_CASE.contains(phrase)
        || Stream.of("eI", "eA", "Qu", "'t", "_w", "FA", "RA", "dS")
            .filter(phrase::contains)
            .allMatch(pair -> text.startsWith(pair, at + phrase.indexOf(pair)));
  }

  private static boolean plain(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x80 && "\"\\/".indexOf(c) < 0);
  }

  @Test
  void findsWhatAPlainSearchFinds() {
    String[] pieces = {
      "nn", "oo", "rr", "xc", "\"_", "\"0", "xr", "eA", "eI", "Qu", "'t", "_w", "FA", "RA", "dS",
      " ", ".", "\u00e9", "\n"
    };
    String[] phrases = Phrases.texts().toArray(new String[0]);
    for (long seed = 0; seed < 20_000; seed++) {
      Dice dice = new Dice(seed);
      StringBuilder text = new StringBuilder();
      for (int i = dice.below(40); i > 0; i--) {
        String phrase = dice.once(6) ? dice.of(phrases) : dice.of(pieces);
        int from = dice.once(4) ? dice.below(phrase.length()) : 0;
        int to = dice.once(4) ? from + dice.below(phrase.length() - from) : phrase.length();
        text.append(phrase, from, to);
      }
      String line = text.toString();
      int expected = OF_REASON;
      for (String phrase : phrases) {
        expected |= holds(line, phrase) ? find(phrase) : 0;
      }
      assertThat(find(line)).as("seed %d: %s", seed, line).isEqualTo(expected);
      byte[] json = dice.quoted(line + ",,,,," + REASON, 0).getBytes(StandardCharsets.UTF_8);
      byte[] padded = Arrays.copyOf(json, json.length + Phrases.PADDING);
      assertThat(Phrases.find(padded, 1, json.length - 1, true))
          .as("seed %d, escaped: %s", seed, line)
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sorry too many clients already,REFUSED_BY_POSTGRESQL",
    "Queue limit reached.,POOL_EXHAUSTED",
    "Connections rate limit exceeded (100),RATE_LIMITED",
    "connect ETIMEDOUT 10.0.0.7:5432,WEAK",
    "connect ETIMEDOUT; too many connections,REFUSED",
    "TooManyRequestsException: Rate Exceeded,NONE",
    "nothing of note,NONE"
  })
  void tellsWhatItSaysOfConnections(String text, ConnectionSignal signal) {
    assertThat(Phrases.signal(find(text))).isEqualTo(signal);
  }
}
