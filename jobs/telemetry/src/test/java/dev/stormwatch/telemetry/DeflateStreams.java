package dev.stormwatch.telemetry;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Streams to inflate, and what the JDK's inflater says of them. */
final class DeflateStreams {

  private final Inflater zlib = new Inflater(true);

  /** What there is to deflate. */
  enum Kind {
    LOG,
    NOISE,
    RUNS,
    SHORT_PERIODS,
    /** Each letter half again as frequent as the next, so that codes become as long as they can. */
    SKEWED;

    byte[] bytes(Random random, int size) {
      byte[] bytes = new byte[size];
      switch (this) {
        case LOG -> {
          StringBuilder log = new StringBuilder("{\"logEvents\":[");
          while (log.length() < size) {
            log.append("{\"id\":\"3931").append(random.nextLong(1L << 60));
            log.append("\",\"timestamp\":17873").append(random.nextInt(100_000_000));
            log.append(",\"message\":\"REPORT RequestId: ");
            log.append(Long.toHexString(random.nextLong()));
            log.append("\\tDuration: ").append(random.nextInt(100_000) / 100.0);
            log.append(" ms\\tMemory Size: 128 MB\\t\\n\"},");
          }
          System.arraycopy(log.toString().getBytes(StandardCharsets.ISO_8859_1), 0, bytes, 0, size);
        }
        case NOISE -> random.nextBytes(bytes);
        case RUNS -> {
          for (int i = 0; i < size; ) {
            int end = Math.min(size, i + 1 + random.nextInt(1000));
            Arrays.fill(bytes, i, end, (byte) random.nextInt(4));
            i = end;
          }
        }
        case SHORT_PERIODS -> {
          for (int i = 0; i < size; ) {
            int period = 1 + random.nextInt(20);
            int end = Math.min(size, i + period + random.nextInt(400));
            for (int start = i; i < end; i++) {
              bytes[i] = i - start < period ? (byte) random.nextInt() : bytes[i - period];
            }
          }
        }
        case SKEWED -> {
          for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (-Math.log(1 - random.nextDouble()) / Math.log(1.5) * 5);
          }
        }
      }
      return bytes;
    }
  }

  static byte[] deflate(byte[] data, int level, int strategy, int flushEvery) {
    Deflater deflater = new Deflater(level, true);
    deflater.setStrategy(strategy);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    for (int i = 0; i < data.length; i += flushEvery) {
      deflater.setInput(data, i, Math.min(flushEvery, data.length - i));
      // The first call only takes note of the strategy.
      for (int n = 0; n > 0 || !deflater.needsInput(); ) {
        n = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        stream.write(buffer, 0, n);
      }
    }
    deflater.finish();
    while (!deflater.finished()) {
      stream.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return stream.toByteArray();
  }

  /** Bits in the order in which they are read. */
  static byte[] bits(String bits) {
    String digits = bits.replace(" ", "");
    byte[] bytes = new byte[(digits.length() + 7) / 8];
    for (int i = 0; i < digits.length(); i++) {
      bytes[i / 8] |= (byte) ((digits.charAt(i) - '0') << i % 8);
    }
    return bytes;
  }

  /** What the JDK says in {@link FastInflater}'s terms. */
  int expected(byte[] in, int length, byte[] out, int limit) {
    zlib.reset();
    zlib.setInput(in, 0, length);
    try {
      int n = 0;
      while (n < limit && !zlib.finished() && !zlib.needsInput()) {
        n += zlib.inflate(out, n, limit - n);
      }
      // Room for one byte more tells a stream that is full from one that has just ended.
      if (!zlib.finished() && zlib.inflate(new byte[1]) > 0) {
        return FastInflater.FULL;
      }
      return zlib.finished() ? n : FastInflater.TRUNCATED;
    } catch (DataFormatException e) {
      return FastInflater.CORRUPT;
    }
  }

  /** How many bytes the JDK left after the stream it inflated last. */
  int remaining() {
    return zlib.getRemaining();
  }
}
