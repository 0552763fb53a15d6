package dev.stormwatch.telemetry;

import dev.stormwatch.core.model.ErrorWords;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The words by which an error tells what is wrong with what was called: those of operating systems,
 * runtimes, HTTP and AWS, in the beginning of a line, before its trace.
 *
 * <p>As with {@link Phrases}, a text is searched as it was logged or as it stands escaped in a
 * document, and the answer is the same: no phrase holds what JSON escapes.
 */
final class CauseText {

  /** How far it is looked, in bytes as they were logged: a trace may name anything. */
  private static final int HEAD = 400;

  private static final int LONGEST_PHRASE = 64;

  private static final ErrorWords[] WORDS = ErrorWords.values();

  /** A phrase and the place in {@link #WORDS} of what it says. */
  private static final class Phrase {
    private final Literal text;
    private final int words;

    private Phrase(Literal text, int words) {
      this.text = text;
      this.words = words;
    }
  }

  /** By the byte that they begin with, the most telling first. */
  private static final Phrase[][] PHRASES = new Phrase[128][];

  static {
    List<Phrase> all = new ArrayList<>();
    for (int i = 0; i < WORDS.length; i++) {
      for (Literal text : phrases(WORDS[i])) {
        all.add(new Phrase(text, i));
      }
    }
    for (int b = 0; b < PHRASES.length; b++) {
      int first = b;
      PHRASES[b] =
          all.stream().filter(phrase -> phrase.text.firstByte() == first).toArray(Phrase[]::new);
    }
  }

  private CauseText() {}

  /** Without their first letter where that may be a capital. */
  private static Literal[] phrases(ErrorWords words) {
    switch (words) {
      case OUT_OF_MEMORY:
        return Literal.of(
            "signal: killed",
            "OutOfMemory",
            "MemoryError",
            "eap out of memory",
            "annot allocate memory");
      case NAME_NOT_RESOLVED:
        return Literal.of(
            "EAI_AGAIN",
            "ENOTFOUND",
            "UnknownHostException",
            "NameResolutionError",
            "ame resolution",
            "ame or service not known",
            "ame does not resolve",
            "o such host",
            "dial tcp: lookup ");
      case CERTIFICATE:
        return Literal.of(
            "CERT_HAS_EXPIRED",
            "CERTIFICATE_VERIFY_FAILED",
            "SSLHandshakeException",
            "PKIX path",
            "x509: ",
            "ertificate verify failed",
            "ertificate has expired");
      case ACCESS_DENIED:
        return Literal.of(
            "AccessDenied",
            "ExpiredToken",
            "InvalidClientTokenId",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException",
            "ot authorized to perform");
      case THROTTLED:
        return Literal.of(
            "ThrottlingException",
            "TooManyRequests",
            "Too Many Requests",
            "ProvisionedThroughputExceeded",
            "Rate exceeded");
      case CONNECTION_REFUSED:
        return Literal.of("ECONNREFUSED", "onnection refused", "ctively refused");
      case UNREACHABLE:
        return Literal.of(
            "EHOSTUNREACH", "ENETUNREACH", "o route to host", "etwork is unreachable");
      case CONNECTION_RESET:
        return Literal.of("ECONNRESET", "EPIPE", "onnection reset", "ocket hang up", "roken pipe");
      case UNAVAILABLE:
        return Literal.of(
            "Bad Gateway", "Service Unavailable", "ServiceUnavailable", "Gateway Time");
      case TIMEOUT:
        return Literal.of("ETIMEDOUT", "imed out", "imeout", "eadline exceeded");
      default:
        return new Literal[0];
    }
  }

  /** What a line's words say; of several the most telling. */
  static ErrorWords in(String message) {
    int length = Math.min(message.length(), HEAD + LONGEST_PHRASE);
    byte[] utf8 = message.substring(0, length).getBytes(StandardCharsets.UTF_8);
    return in(Arrays.copyOf(utf8, utf8.length + Inflate.PADDING), 0, utf8.length, false);
  }

  /**
   * The same of a text in bytes.
   *
   * @param bytes with {@link Inflate#PADDING} readable bytes behind the text
   * @param escaped true where the text stands as in a JSON document
   */
  static ErrorWords in(byte[] bytes, int from, int to, boolean escaped) {
    int best = WORDS.length;
    int at = from;
    for (int seen = 0; seen < HEAD && at < to; seen++) {
      byte b = bytes[at];
      if (b >= 0 && PHRASES[b].length > 0) {
        best = better(best, PHRASES[b], bytes, at, to);
      }
      at += escaped && b == '\\' ? 2 : 1;
    }
    return best == WORDS.length ? ErrorWords.NONE : WORDS[best];
  }

  private static int better(int best, Phrase[] phrases, byte[] bytes, int at, int to) {
    for (Phrase phrase : phrases) {
      if (phrase.words >= best) {
        return best;
      }
      if (at + phrase.text.length <= to && phrase.text.standsAt(bytes, at)) {
        return phrase.words;
      }
    }
    return best;
  }
}
