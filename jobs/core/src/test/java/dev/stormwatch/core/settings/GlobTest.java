package dev.stormwatch.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GlobTest {

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @CsvSource({
    "checkout, checkout, true",
    "checkout, checkout2, false",
    "checkout*, checkout2, true",
    "*, anything, true",
    "*-prod, orders-prod, true",
    "*-prod, orders-prod2, false",
    "a*b*c, aXbYc, true",
    "a*b*c, aXcYb, false",
    "/aws/lambda/test-*, /aws/lambda/test-1, true",
    "a.c, abc, false",
    "a?c, abc, false",
    "**, x, true",
    "Checkout, checkout, false",
  })
  void matchesStarsAndNothingElse(String pattern, String text, boolean expected) {
    assertThat(new Glob(pattern).matches(text)).isEqualTo(expected);
  }

  @Test
  void aStarStandsForNothingToo() {
    assertThat(new Glob("a*").matches("a")).isTrue();
    assertThat(new Glob("*").matches("")).isTrue();
    assertThat(new Glob("").matches("")).isTrue();
    assertThat(new Glob("").matches("a")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void agreesWithARegularExpression(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      String pattern = word(random, "ab*", 8);
      String text = word(random, "ab", 10);
      String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
      assertThat(new Glob(pattern).matches(text)).as(pattern).isEqualTo(text.matches(regex));
    }
  }

  private static String word(Random random, String letters, int longest) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(longest + 1); i > 0; i--) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }

  @Test
  void isNotFooledIntoExponentialTime() {
    Glob glob = new Glob("a*".repeat(50) + "b");
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(glob.matches("a".repeat(10_000))).isFalse());
  }

  @Test
  void theFirstRuleThatMatchesHolds() {
    Settings settings =
        TestSettings.usual()
            .with(
                "functions",
                List.of(TestSettings.rule("etl-api", true), TestSettings.rule("etl-*", false)))
            .settings();
    assertThat(settings.synchronous("etl-api")).isTrue();
    assertThat(settings.synchronous("etl-load")).isFalse();
    assertThat(settings.synchronous("checkout")).isTrue();
  }

  @Test
  void ignoresTheLogGroupsNamed() {
    Settings settings =
        TestSettings.usual().with("ignore", List.of("/aws/lambda/test-*")).settings();
    assertThat(settings.ignores("/aws/lambda/test-7")).isTrue();
    assertThat(settings.ignores("/aws/lambda/checkout")).isFalse();
  }
}
