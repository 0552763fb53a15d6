package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {

  private static final long T = 1_772_446_335_120L;

  /** Event time above bit 144, ingestion time in bits 80 to 143, a hash and an index below. */
  private static String id(long eventTime, long ingested, BigInteger low) {
    String digits =
        BigInteger.valueOf(eventTime)
            .shiftLeft(64)
            .or(BigInteger.valueOf(ingested))
            .shiftLeft(80)
            .or(low)
            .toString();
    return "0".repeat(Math.max(0, 56 - digits.length())) + digits;
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void tellsWhenAnEventWasTakenIn(long seed) {
    Random random = new Random(seed);
    long time = T - (random.nextLong() >>> 28);
    long ingested = time + random.nextInt(900_000);
    assertThat(EventId.ingestionTime(id(time, ingested, new BigInteger(80, random)), time))
        .isEqualTo(ingested);
  }

  @Test
  void isNotBelievedWhereTheTimestampDisagrees() {
    String id = id(T, T + 9000, BigInteger.ONE);
    assertThat(EventId.ingestionTime(id, T + 1)).isEqualTo(EventId.UNKNOWN);
  }

  @Test
  void isNotBelievedWhereTheIngestionTimeIsAbsurd() {
    assertThat(EventId.ingestionTime(id(T, 12, BigInteger.ONE), T)).isEqualTo(EventId.UNKNOWN);
    assertThat(EventId.ingestionTime(id(T, Long.MAX_VALUE, BigInteger.ONE), T))
        .isEqualTo(EventId.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "eventId1",
        "7",
        "-9527451960271936419021840918236023498273402938470294837",
        "3952745196027193641902184091823602349827340293847029483x",
        "395274519602719364190218409182360234982734029384702948371",
        "\u0663952745196027193641902184091823602349827340293847029483"
      })
  void anotherProducersIdTellsNothing(String id) {
    assertThat(EventId.ingestionTime(id, T)).isEqualTo(EventId.UNKNOWN);
  }
}
