package dev.stormwatch.telemetry;

import dev.stormwatch.telemetry.DeadRecordException.Reason;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * The document inside a record's bytes, which are gzip (CloudWatch Logs), zlib or plain JSON (other
 * producers): told apart by their first bytes, never by what somebody promised. The result is
 * bounded, since a few kilobytes can inflate to gigabytes. The buffer is used again for the next
 * record.
 */
final class Inflate {

  /** What most documents fit in; a buffer grown beyond is let go after the record. */
  private static final int USUAL_BYTES = 1 << 20;

  private final int maxBytes;
  private byte[] buffer = new byte[1 << 16];
  private int length;

  Inflate(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Bytes of the document, valid up to {@link #length} until the next call. */
  byte[] buffer() {
    return buffer;
  }

  int length() {
    return length;
  }

  void read(byte[] data) throws DeadRecordException {
    if (buffer.length > USUAL_BYTES) {
      buffer = new byte[USUAL_BYTES];
    }
    length = 0;
    int first = firstByte(data);
    if (first == '{') {
      take(data);
    } else if (data.length >= 2 && (data[0] & 0xFF) == 0x1F && (data[1] & 0xFF) == 0x8B) {
      inflate(data, true);
    } else if (data.length >= 2
        && data[0] == 0x78
        && ((data[0] << 8) + (data[1] & 0xFF)) % 31 == 0) {
      inflate(data, false);
    } else {
      throw new DeadRecordException(
          Reason.NOT_A_SUBSCRIPTION_DOCUMENT, "neither gzip, zlib nor a JSON object");
    }
  }

  private static int firstByte(byte[] data) {
    for (byte b : data) {
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b;
      }
    }
    return -1;
  }

  private void take(byte[] data) throws DeadRecordException {
    grow(data.length);
    System.arraycopy(data, 0, buffer, 0, data.length);
    length = data.length;
  }

  private void inflate(byte[] data, boolean gzip) throws DeadRecordException {
    try (InputStream in =
        gzip
            ? new GZIPInputStream(new ByteArrayInputStream(data), 8192)
            : new InflaterInputStream(new ByteArrayInputStream(data))) {
      while (true) {
        grow(length + 1);
        int read = in.read(buffer, length, Math.min(buffer.length, maxBytes + 1) - length);
        if (read < 0) {
          return;
        }
        length += read;
        if (length > maxBytes) {
          throw tooLarge();
        }
      }
    } catch (EOFException e) {
      throw new DeadRecordException(
          Reason.TRUNCATED_GZIP, "ends after " + length + " inflated bytes", e);
    } catch (ZipException e) {
      throw new DeadRecordException(Reason.CORRUPT_GZIP, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new DeadRecordException(Reason.CORRUPT_GZIP, e.toString(), e);
    }
  }

  private void grow(int needed) throws DeadRecordException {
    if (needed > maxBytes + 1) {
      throw tooLarge();
    }
    if (needed > buffer.length) {
      buffer =
          Arrays.copyOf(
              buffer, (int) Math.max(needed, Math.min(2L * buffer.length, maxBytes + 1L)));
    }
  }

  private DeadRecordException tooLarge() {
    return new DeadRecordException(
        Reason.TOO_LARGE,
        "inflates to more than " + maxBytes + " bytes (setting decode.maxInflatedBytes)");
  }
}
