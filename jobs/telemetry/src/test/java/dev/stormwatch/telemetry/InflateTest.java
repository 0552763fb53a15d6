package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stormwatch.telemetry.DeadRecordException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InflateTest {

  private static final int LIMIT = 1 << 20;
  private static final byte[] TEXT = Documents.utf8("{\"a\":\"" + "basket ".repeat(40) + "\"}");

  private final Inflate inflate = new Inflate(LIMIT);

  private byte[] read(byte[] data) throws DeadRecordException {
    inflate.read(data);
    assertThat(inflate.buffer().length).isGreaterThanOrEqualTo(inflate.length() + Inflate.PADDING);
    return Arrays.copyOf(inflate.buffer(), inflate.length());
  }

  private Reason reasonOf(byte[] data) {
    DeadRecordException dead = catchThrowableOfType(DeadRecordException.class, () -> read(data));
    return dead == null ? null : dead.reason();
  }

  private static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }

  /** A gzip member with header fields, as RFC 1952 has them. */
  private static byte[] withHeader(int flags) {
    byte[] usual = Documents.gzip(TEXT);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    usual[3] = (byte) flags;
    all.write(usual, 0, 10);
    if ((flags & 4) != 0) {
      all.writeBytes(new byte[] {0x2C, 0x01});
      all.writeBytes(new byte[300]);
    }
    if ((flags & 8) != 0) {
      all.writeBytes(new byte[] {'a', '.', 'j', 0});
    }
    if ((flags & 16) != 0) {
      all.writeBytes(new byte[] {'c', 0});
    }
    if ((flags & 2) != 0) {
      CRC32 crc = new CRC32();
      crc.update(all.toByteArray());
      all.write((int) crc.getValue());
      all.write((int) crc.getValue() >>> 8);
    }
    all.write(usual, 10, usual.length - 10);
    return all.toByteArray();
  }

  @Test
  void readsEveryCombinationOfHeaderFields() throws DeadRecordException {
    for (int flags = 0; flags < 32; flags++) {
      assertThat(read(withHeader(flags))).as("flags %d", flags).isEqualTo(TEXT);
    }
  }

  @Test
  void aMemberCutAnywhereIsTruncated() {
    for (int flags : List.of(0, 30)) {
      byte[] whole = withHeader(flags);
      for (int length = 2; length < whole.length; length++) {
        assertThat(reasonOf(Arrays.copyOf(whole, length)))
            .as("flags %d, %d of %d bytes", flags, length, whole.length)
            .isEqualTo(Reason.TRUNCATED_GZIP);
      }
    }
  }

  @Test
  void zlibCutAnywhereIsTruncated() throws DeadRecordException {
    byte[] whole = Documents.zlib(TEXT);
    assertThat(read(whole)).isEqualTo(TEXT);
    for (int length = 2; length < whole.length; length++) {
      assertThat(reasonOf(Arrays.copyOf(whole, length)))
          .as("%d of %d bytes", length, whole.length)
          .isEqualTo(Reason.TRUNCATED_GZIP);
    }
  }

  @Test
  void readsMemberAfterMember() throws DeadRecordException {
    byte[] one = Documents.gzip(TEXT);
    byte[] none = Documents.gzip(new byte[0]);
    assertThat(read(joined(none, one, none, withHeader(30), none))).isEqualTo(joined(TEXT, TEXT));
    byte[] many = joined(Collections.nCopies(5000, none).toArray(new byte[0][]));
    assertThat(read(many)).isEmpty();
  }

  @Test
  void passesOverWhatFollowsAndIsNoMember() throws DeadRecordException {
    byte[] one = Documents.gzip(TEXT);
    for (byte[] garbage : List.of(new byte[1], new byte[] {0x1F}, Documents.utf8("{\"a\":1}"))) {
      assertThat(read(joined(one, garbage))).isEqualTo(TEXT);
    }
    assertThat(reasonOf(joined(one, new byte[] {0x1F, (byte) 0x8B})))
        .isEqualTo(Reason.TRUNCATED_GZIP);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void believesNoChecksumAndNoLengthThatDisagrees(int fromTheEnd) {
    byte[] whole = Documents.gzip(TEXT);
    for (int bit = 0; bit < 8; bit++) {
      byte[] damaged = whole.clone();
      damaged[damaged.length - fromTheEnd] ^= (byte) (1 << bit);
      assertThat(reasonOf(damaged)).isEqualTo(Reason.CORRUPT_GZIP);
      byte[] second = joined(whole, damaged);
      assertThat(reasonOf(second)).isEqualTo(Reason.CORRUPT_GZIP);
    }
  }

  @Test
  void refusesAnotherMethodAndADictionary() {
    byte[] method = Documents.gzip(TEXT);
    method[2] = 7;
    assertThat(reasonOf(method)).isEqualTo(Reason.CORRUPT_GZIP);
    // 78 BB: a preset dictionary, its checksum follows.
    byte[] dictionary = {0x78, (byte) 0xBB, 1, 2, 3, 4, 5, 6, 7, 8};
    assertThat(reasonOf(dictionary)).isEqualTo(Reason.CORRUPT_GZIP);
  }

  @Test
  void whatInflatesToTheLimitIsReadAndNothingLarger() throws DeadRecordException {
    byte[] fits = new byte[LIMIT];
    fits[0] = '{';
    byte[] larger = Arrays.copyOf(fits, LIMIT + 1);
    byte[] half = Arrays.copyOf(fits, LIMIT / 2);
    assertThat(read(Documents.gzip(fits))).isEqualTo(fits);
    assertThat(read(Documents.zlib(fits))).isEqualTo(fits);
    assertThat(read(fits)).isEqualTo(fits);
    assertThat(read(joined(Documents.gzip(half), Documents.gzip(half)))).hasSize(LIMIT);
    assertThat(reasonOf(Documents.gzip(larger))).isEqualTo(Reason.TOO_LARGE);
    assertThat(reasonOf(Documents.zlib(larger))).isEqualTo(Reason.TOO_LARGE);
    assertThat(reasonOf(larger)).as("plain").isEqualTo(Reason.TOO_LARGE);
    assertThat(reasonOf(joined(Documents.gzip(half), Documents.gzip(half), Documents.gzip(TEXT))))
        .isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void aBombCostsNoMoreThanTheLimit() throws DeadRecordException {
    byte[] bomb = Documents.gzip(new byte[64 << 20]);
    assertThat(reasonOf(bomb)).isEqualTo(Reason.TOO_LARGE);
    assertThat(inflate.buffer().length).isLessThanOrEqualTo(2 * LIMIT + Inflate.PADDING);
    assertThat(read(Documents.gzip(TEXT))).isEqualTo(TEXT);
    assertThat(inflate.buffer().length).isLessThanOrEqualTo(LIMIT);
  }

  @Test
  void aCorruptRecordLeavesNothingBehind() throws DeadRecordException {
    byte[] noise = new byte[100_000];
    new Random(7).nextBytes(noise);
    byte[] damaged = Documents.gzip(noise);
    damaged[50_000] ^= 1;
    assertThat(reasonOf(damaged)).isEqualTo(Reason.CORRUPT_GZIP);
    assertThat(read(TEXT)).isEqualTo(TEXT);
    assertThat(read(Documents.zlib(TEXT))).isEqualTo(TEXT);
  }
}
