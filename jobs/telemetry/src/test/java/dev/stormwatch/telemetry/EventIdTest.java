package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
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

  /** The same with numbers of any size. */
  private static long expected(String id, long eventTime) {
    BigInteger number = new BigInteger(id);
    BigInteger ingested =
        number.shiftRight(80).and(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE));
    BigInteger lag = ingested.subtract(BigInteger.valueOf(eventTime)).abs();
    boolean believed =
        number.shiftRight(144).equals(BigInteger.valueOf(eventTime))
            && lag.compareTo(BigInteger.valueOf(10L * 365 * 24 * 3_600_000)) < 0;
    return believed ? ingested.longValueExact() : EventId.UNKNOWN;
  }

  @Test
  void computesAsLargeNumbersDo() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      long time = i % 3 == 0 ? random.nextLong() >>> 22 : T + random.nextInt();
      long ingested =
          switch (i % 4) {
            case 0 -> random.nextLong();
            case 1 -> time + (random.nextLong() >> 24);
            default -> time + random.nextInt();
          };
      String id =
          Envelopes.id(time & (1L << 41) - 1, ingested, random.nextLong(), random.nextInt());
      long stamp = i % 5 == 0 ? time + 1 : new BigInteger(id).shiftRight(144).longValue();
      assertThat(EventId.ingestionTime(id, stamp)).as(id).isEqualTo(expected(id, stamp));
      assertThat(EventId.ingestionTime(bytes("x" + id), 1, stamp))
          .as(id)
          .isEqualTo(expected(id, stamp));
    }
  }

  private static byte[] bytes(String id) {
    return id.getBytes(StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "9", "1", "90", "09", "99999999999990"})
  void computesAsLargeNumbersDoWithRepeatedDigits(String digits) {
    String id = digits.repeat(56).substring(0, 56);
    long time = new BigInteger(id).shiftRight(144).longValueExact();
    assertThat(EventId.ingestionTime(id, time)).isEqualTo(expected(id, time));
  }

  @Test
  void isNotBelievedAtTheEdgesOfALong() {
    for (long lag : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE, -T, -T - 1}) {
      String id = Envelopes.id(T, T + lag, 0, 0);
      assertThat(EventId.ingestionTime(id, T)).as("lag %d", lag).isEqualTo(expected(id, T));
    }
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
