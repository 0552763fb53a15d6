package dev.stormwatch.telemetry;

import dev.stormwatch.core.model.ErrorWords;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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

  /** In the order of {@link #WORDS}. */
  private static final Literal[][] PHRASES =
      Arrays.stream(WORDS).map(CauseText::phrases).toArray(Literal[][]::new);

  /** Bytes that a phrase begins with. */
  private static final boolean[] BEGINS = new boolean[128];

  static {
    for (Literal[] phrases : PHRASES) {
      for (Literal phrase : phrases) {
        BEGINS[phrase.firstByte()] = true;
      }
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
    int best = PHRASES.length;
    int at = from;
    for (int seen = 0; seen < HEAD && at < to; seen++) {
      byte b = bytes[at];
      if (b >= 0 && BEGINS[b]) {
        best = better(best, bytes, at, to);
      }
      at += escaped && b == '\\' ? 2 : 1;
    }
    return best == PHRASES.length ? ErrorWords.NONE : WORDS[best];
  }

  private static int better(int best, byte[] bytes, int at, int to) {
    for (int i = 0; i < best; i++) {
      for (Literal phrase : PHRASES[i]) {
        if (at + phrase.length <= to && phrase.standsAt(bytes, at)) {
          return i;
        }
      }
    }
    return best;
  }
}
