package dev.stormwatch.telemetry;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Seeded damage to bytes. */
final class Mutants {

  private static final String[] PIECES = {
    "\"",
    "\\",
    "\\u",
    "\\u12",
    "\\ud800",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "\n",
    "\u0000",
    "\u00e9",
    "\ud83d\ude80",
    "\\\\",
    "\\\"",
    "},{",
    "\"},{\"id\":\"",
    "{\\\"time\\\":\\\"",
    "\"_",
    "START RequestId: ",
    "REPORT RequestId: ",
    "Task timed out after 1 seconds",
    "the pool '",
    "\\\\\\\\",
    "nn",
    "oo",
    "\\tat ",
    "Exception",
    "\"extractedFields\":{",
    ",\"policyLevel\":\""
  };

  private static final byte[][] NOT_UTF8 = {
    {(byte) 0xE9},
    {(byte) 0xC0, (byte) 0x80},
    {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
    {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
    {(byte) 0xE2, (byte) 0x82},
    {(byte) 0xFF, (byte) 0xFE},
    {(byte) 0x80},
    {0, 0, 0}
  };

  private final Dice dice;

  Mutants(Dice dice) {
    this.dice = dice;
  }

  /**
   * Changes some places between {@code from} and {@code to}.
   *
   * @param other to take pieces of
   */
  byte[] of(byte[] bytes, int from, int to, byte[] other) {
    byte[] mutant = bytes;
    int end = to;
    for (int i = dice.of(1, 1, 2, 5); i > 0 && end > from; i--) {
      int before = mutant.length;
      mutant = once(mutant, from + dice.below(end - from), other);
      end = Math.max(from, Math.min(mutant.length, end + mutant.length - before));
    }
    return mutant;
  }

  private byte[] once(byte[] bytes, int at, byte[] other) {
    byte[] changed = bytes.clone();
    switch (dice.below(10)) {
      case 0:
      case 1:
        changed[at] ^= (byte) (1 << dice.below(8));
        return changed;
      case 2:
        changed[at] = (byte) "{}[]\",:\\n0 \t\0".charAt(dice.below(13));
        return changed;
      case 3:
        return dice.once(3) ? Arrays.copyOf(bytes, at) : inserted(bytes, at, 1 + dice.below(8), "");
      case 4:
        return inserted(bytes, at, 0, dice.of(PIECES));
      case 5:
        return inserted(bytes, at, dice.below(4), dice.number());
      case 6:
        return joined(bytes, at, dice.of(NOT_UTF8), at);
      case 7:
        return joined(bytes, at, piece(other), at);
      case 8:
        return repeated(bytes, at);
      default:
        return large(bytes, at);
    }
  }

  private static byte[] inserted(byte[] bytes, int at, int without, String piece) {
    int behind = Math.min(bytes.length, at + without);
    return joined(bytes, at, piece.getBytes(StandardCharsets.UTF_8), behind);
  }

  private byte[] piece(byte[] other) {
    int from = dice.below(other.length);
    return Arrays.copyOfRange(other, from, from + 1 + dice.below(other.length - from));
  }

  /** The same few bytes again and again. */
  private byte[] repeated(byte[] bytes, int at) {
    int length = 1 + dice.below(Math.min(bytes.length - at, 60));
    int times = dice.of(1, 2, 20, 500 / length + 1);
    byte[] pieces = new byte[length * times];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = bytes[at + i % length];
    }
    return joined(bytes, at, pieces, at);
  }

  private byte[] large(byte[] bytes, int at) {
    switch (dice.below(30)) {
      case 0:
        return inserted(bytes, at, 0, dice.of("[", "{\"a\":", "[[{\\\"a\\\":").repeat(2000));
      case 1:
        return inserted(bytes, at, 0, dice.of(PIECES).repeat(1 + dice.below(400)));
      case 2:
        return inserted(bytes, at, 0, "1" + dice.digits(dice.below(3000)));
      case 3:
        return new String(bytes, StandardCharsets.ISO_8859_1)
            .getBytes(dice.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE));
      case 4:
        return dice.once(20)
            ? inserted(bytes, at, 0, dice.of("x", "\\n", "\u00e9", "\\\\").repeat(600_000))
            : bytes;
      default:
        return inserted(bytes, at, 0, "[".repeat(dice.below(80)));
    }
  }

  private static byte[] joined(byte[] bytes, int to, byte[] piece, int from) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(bytes.length + piece.length);
    all.write(bytes, 0, to);
    all.writeBytes(piece);
    all.write(bytes, from, bytes.length - from);
    return all.toByteArray();
  }
}
