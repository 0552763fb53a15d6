package dev.stormwatch.telemetry;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A seeded source of the small things that generated lines and documents are made of. */
final class Dice {

  /** What escapes, borders and encodings can trip over. */
  private static final String[] ODD = {
    "\u00e9",
    "\u00a0",
    "\u20ac",
    "\ud83d\ude80",
    "\u0000",
    "\u001b[31m",
    "\u001b[0m",
    "\u007f",
    "\u2028",
    "\ufeff",
    "\ud800",
    "\udc00",
    "\\",
    "\\\\",
    "\"",
    "/",
    "\t",
    "\n",
    "\r",
    "\b",
    "\f",
    "\\n",
    "\\t",
    "\\u0041",
    "\\\"",
    "C:\\new\\temp\\users\\rest",
    "^\\d+\\.\\[a-z\\\\]$",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "'",
    "\r\n",
    "  ",
    "\u0001",
    "\\]",
    "]\"",
    "\u0085",
    "\uffff"
  };

  private static final String[] WORDS = {
    "basket",
    "order",
    "of",
    "a",
    "took",
    "12",
    "ms",
    "user",
    "loaded",
    "cache",
    "miss",
    "payment",
    "refused",
    "sent",
    "connection",
    "pool",
    "error",
    "too",
    "many",
    "exception",
    "nn",
    "oo",
    "rr",
    "xc",
    "eA",
    "Qu",
    "'t",
    "_w",
    "FA",
    "dS",
    "\"_",
    "next",
    "seconds",
    "at",
    "Error",
    "Exception"
  };

  private final Random random;

  Dice(long seed) {
    // The first numbers of seeds that follow each other are much alike.
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** True once in so many times. */
  boolean once(int times) {
    return random.nextInt(times) == 0;
  }

  long bits() {
    return random.nextLong();
  }

  @SafeVarargs
  final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  String odd() {
    return of(ODD);
  }

  String uuid() {
    String hex = hex(32);
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }

  String hex(int digits) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < digits; i++) {
      text.append("0123456789abcdef".charAt(random.nextInt(16)));
    }
    return text.toString();
  }

  String digits(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append((char) ('0' + random.nextInt(10)));
    }
    return text.toString();
  }

  /** A number in nearly always the platform's own form. */
  String number() {
    if (once(40)) {
      return of(
          "0",
          "-1",
          "1e3",
          "1E-3",
          "0.0005",
          "12.3456",
          "007",
          "1.",
          ".5",
          "1,5",
          "NaN",
          "null",
          "864000000",
          "864000001",
          "864000000.001",
          "999999999",
          "9999999999",
          "1" + digits(30),
          "+1",
          "0x1F",
          "1.000",
          "0.001",
          "00",
          "-0.0",
          "1_000",
          "12.34.5",
          "\u0661\u0662",
          "",
          digits(400),
          "0.1234567890123456789",
          "123456789.123");
    }
    String whole = String.valueOf(random.nextInt(of(10, 1000, 900_000)));
    return of(whole, whole + ".0", whole + "." + digits(1 + random.nextInt(3)));
  }

  String time() {
    return "2026-03-02T10:"
        + (10 + below(50))
        + ":"
        + (10 + below(50))
        + "."
        + digits(3)
        + of("Z", "Z", "Z", "+00:00", "123456789Z");
  }

  /** Words, now and then something that is none. */
  String words(int most) {
    StringBuilder text = new StringBuilder();
    for (int i = below(most + 1); i > 0; i--) {
      text.append(once(12) ? odd() : of(WORDS)).append(once(15) ? odd() : " ");
    }
    return text.toString();
  }

  /** The same things in another order, some of them left out or there twice. */
  String joined(String between, String... things) {
    List<String> order = Arrays.asList(things.clone());
    if (once(3)) {
      Collections.shuffle(order, random);
    }
    StringBuilder text = new StringBuilder();
    for (String thing : order) {
      for (int i = once(20) ? of(0, 0, 2) : 1; i > 0; i--) {
        text.append(text.length() == 0 ? "" : between).append(thing);
      }
    }
    return text.toString();
  }

  /** A text as a JSON string; printable ASCII too is written as an escape now and then. */
  String quoted(String text, int hiddenOnceIn) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean lone =
          Character.isSurrogate(c)
              && !(Character.isHighSurrogate(c)
                  && i + 1 < text.length()
                  && Character.isLowSurrogate(text.charAt(i + 1)))
              && !(Character.isLowSurrogate(c)
                  && i > 0
                  && Character.isHighSurrogate(text.charAt(i - 1)));
      int escape = "\"\\\n\t\r\b\f".indexOf(c);
      if (hiddenOnceIn > 0 && once(hiddenOnceIn) && !Character.isSurrogate(c)) {
        json.append(c == '/' ? "\\/" : unicode(c));
      } else if (escape >= 0) {
        json.append('\\').append("\"\\ntrbf".charAt(escape));
      } else {
        json.append(c < ' ' || lone ? unicode(c) : String.valueOf(c));
      }
    }
    return json.append('"').toString();
  }

  String quoted(String text) {
    return quoted(text, once(60) ? 10 : 0);
  }

  private String unicode(char c) {
    String hex = Integer.toHexString(0x10000 | c).substring(1);
    return "\\u" + (once(2) ? hex : hex.toUpperCase(Locale.ROOT));
  }

  /** One member of a JSON object. */
  static String member(String name, String json) {
    return "\"" + name + "\":" + json;
  }

  String object(String... members) {
    return "{" + joined(",", members) + "}";
  }
}
