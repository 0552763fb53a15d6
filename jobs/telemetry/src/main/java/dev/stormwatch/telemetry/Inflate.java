package dev.stormwatch.telemetry;

import dev.stormwatch.telemetry.DeadRecordException.Reason;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The document inside a record's bytes, which are gzip (CloudWatch Logs), zlib or plain JSON (other
 * producers): told apart by their first bytes, never by what somebody promised. The result is
 * bounded, since a few kilobytes can inflate to gigabytes.
 *
 * <p>Inflater, checksum and buffer are used again for the next record: {@code GZIPInputStream},
 * which makes new ones, costs half as much again.
 */
final class Inflate {

  /** Bytes that may be read behind the document without leaving the buffer. */
  static final int PADDING = 64;

  /** Room beyond the result with which the inflater is at its fastest. */
  private static final int SLACK = 258;

  /** What most documents fit in; a buffer grown beyond is let go after the record. */
  private static final int USUAL_BYTES = 1 << 21;

  private static final int FIRST_BYTES = 1 << 16;
  private static final int HEADER_BYTES = 10;
  private static final int TRAILER_BYTES = 8;

  // Flags of a gzip header, RFC 1952.
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final int maxBytes;
  private final int usualBytes;
  private final FastInflater inflater = new FastInflater();
  private final Inflater zlib = new Inflater(false);
  private final CRC32 crc = new CRC32();
  private byte[] buffer = new byte[FIRST_BYTES];
  private int length;

  Inflate(int maxBytes) {
    this.maxBytes = maxBytes;
    this.usualBytes = Math.max(FIRST_BYTES, Math.min(maxBytes, USUAL_BYTES));
  }

  /** Bytes of the document, valid up to {@link #length} until the next call. */
  byte[] buffer() {
    return buffer;
  }

  int length() {
    return length;
  }

  void read(byte[] data) throws DeadRecordException {
    if (buffer.length > usualBytes) {
      buffer = new byte[usualBytes];
    }
    length = 0;
    if (gzipAt(data, 0)) {
      gzip(data);
    } else if (firstVisible(data) == '{') {
      if (data.length > maxBytes) {
        throw tooLarge();
      }
      grow(data.length);
      System.arraycopy(data, 0, buffer, 0, data.length);
      length = data.length;
    } else if (zlibAt(data)) {
      zlib(data);
    } else {
      throw new DeadRecordException(
          Reason.NOT_A_SUBSCRIPTION_DOCUMENT, "neither gzip, zlib nor a JSON object");
    }
  }

  private static boolean gzipAt(byte[] data, int at) {
    return data.length - at >= 2 && data[at] == 0x1F && (data[at + 1] & 0xFF) == 0x8B;
  }

  private static boolean zlibAt(byte[] data) {
    return data.length >= 2 && data[0] == 0x78 && ((data[0] << 8) + (data[1] & 0xFF)) % 31 == 0;
  }

  private static int firstVisible(byte[] data) {
    for (byte b : data) {
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b;
      }
    }
    return -1;
  }

  /** One gzip member after the other; what follows the last and is none is passed over. */
  private void gzip(byte[] data) throws DeadRecordException {
    int at = 0;
    do {
      int from = length;
      at = deflate(data, header(data, at));
      if (data.length - at < TRAILER_BYTES) {
        throw truncated();
      }
      crc.reset();
      crc.update(buffer, from, length - from);
      if (littleEndian(data, at) != (int) crc.getValue()
          || littleEndian(data, at + 4) != length - from) {
        throw new DeadRecordException(Reason.CORRUPT_GZIP, "the checksum does not agree");
      }
      at += TRAILER_BYTES;
    } while (gzipAt(data, at));
  }

  private static int littleEndian(byte[] data, int at) {
    return data[at] & 0xFF
        | (data[at + 1] & 0xFF) << 8
        | (data[at + 2] & 0xFF) << 16
        | data[at + 3] << 24;
  }

  /** Where the compressed bytes begin. */
  private int header(byte[] data, int from) throws DeadRecordException {
    if (data.length - from < HEADER_BYTES) {
      throw truncated();
    }
    if (data[from + 2] != 8) {
      throw new DeadRecordException(
          Reason.CORRUPT_GZIP, "compression method " + data[from + 2] + " is not deflate");
    }
    int flags = data[from + 3];
    int at = from + HEADER_BYTES;
    if ((flags & EXTRA) != 0) {
      if (data.length - at < 2) {
        throw truncated();
      }
      at += 2 + (data[at] & 0xFF) + ((data[at + 1] & 0xFF) << 8);
    }
    if ((flags & NAME) != 0) {
      at = behindZero(data, at);
    }
    if ((flags & COMMENT) != 0) {
      at = behindZero(data, at);
    }
    if ((flags & HEADER_CRC) != 0) {
      at += 2;
    }
    if (at > data.length) {
      throw truncated();
    }
    return at;
  }

  private static int behindZero(byte[] data, int from) {
    int at = from;
    while (at < data.length && data[at] != 0) {
      at++;
    }
    return at + 1;
  }

  /** Inflates from one place on, and tells where it ended. */
  private int deflate(byte[] data, int from) throws DeadRecordException {
    grow((int) Math.min((long) length + promised(data), maxBytes));
    while (true) {
      int limit = Math.min(buffer.length - PADDING, maxBytes + 1);
      int written = inflater.inflate(data, from, data.length, buffer, length, limit);
      if (written >= 0) {
        length += written;
        if (length > maxBytes) {
          throw tooLarge();
        }
        return inflater.consumed();
      }
      if (written == FastInflater.TRUNCATED) {
        throw truncated();
      }
      if (written == FastInflater.CORRUPT) {
        throw new DeadRecordException(Reason.CORRUPT_GZIP, "not a deflate stream");
      }
      if (limit > maxBytes) {
        throw tooLarge();
      }
      grow((int) Math.min(2L * limit, maxBytes + 1L));
    }
  }

  /** What the trailer at the end says: right for one member, a hint for several. */
  private static int promised(byte[] data) {
    int size = data.length < TRAILER_BYTES ? 0 : littleEndian(data, data.length - 4);
    // Deflate does not shrink more than about a thousandfold.
    return size < 0 || size / 1032 > data.length ? 0 : size;
  }

  private void zlib(byte[] data) throws DeadRecordException {
    zlib.reset();
    zlib.setInput(data);
    try {
      while (!zlib.finished()) {
        grow(length + 1);
        int room = Math.min(buffer.length - PADDING, maxBytes + 1) - length;
        length += zlib.inflate(buffer, length, room);
        if (length > maxBytes) {
          throw tooLarge();
        }
        if (zlib.needsDictionary()) {
          throw new DeadRecordException(Reason.CORRUPT_GZIP, "needs a dictionary");
        }
        if (!zlib.finished() && zlib.needsInput()) {
          throw truncated();
        }
      }
    } catch (DataFormatException e) {
      throw new DeadRecordException(Reason.CORRUPT_GZIP, String.valueOf(e.getMessage()), e);
    }
  }

  private void grow(int needed) throws DeadRecordException {
    if (needed > maxBytes + 1) {
      throw tooLarge();
    }
    if (needed > buffer.length - PADDING - SLACK) {
      int usual = usualBytes - PADDING - SLACK;
      long most = needed <= usual ? usual : maxBytes + 1L;
      long grown = Math.max(needed, Math.min(2L * buffer.length, most));
      buffer = Arrays.copyOf(buffer, (int) grown + PADDING + SLACK);
    }
  }

  private DeadRecordException truncated() {
    return new DeadRecordException(
        Reason.TRUNCATED_GZIP, "ends after " + length + " inflated bytes");
  }

  private DeadRecordException tooLarge() {
    return new DeadRecordException(
        Reason.TOO_LARGE,
        "inflates to more than " + maxBytes + " bytes (setting decode.maxInflatedBytes)");
  }
}
