package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.ErrorWords;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CauseTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Error: getaddrinfo EAI_AGAIN api.example | NAME_NOT_RESOLVED",
        "api.example: Name or service not known | NAME_NOT_RESOLVED",
        "dial tcp: lookup api.example on 10.0.0.2:53: read udp: i/o timeout | NAME_NOT_RESOLVED",
        "connect ECONNREFUSED 10.0.0.7:443 | CONNECTION_REFUSED",
        "dial tcp 10.0.0.7:443: connect: connection refused | CONNECTION_REFUSED",
        "Error: socket hang up | CONNECTION_RESET",
        "x509: certificate has expired or is not yet valid | CERTIFICATE",
        "User: arn:aws:sts is not authorized to perform: s3:GetObject | ACCESS_DENIED",
        "ThrottlingException: Rate exceeded | THROTTLED",
        "failed: 503 Service Unavailable from api.example | UNAVAILABLE",
        "AxiosError: timeout of 8000ms exceeded | TIMEOUT",
        "Error: Runtime exited with error: signal: killed | OUT_OF_MEMORY",
        "java.lang.OutOfMemoryError: Java heap space | OUT_OF_MEMORY",
        "field email is not valid | NONE"
      })
  void wordsTellTheCause(String text, ErrorWords words) {
    assertThat(CauseText.in(text)).isEqualTo(words);
    assertThat(escaped(text)).isEqualTo(words);
  }

  /** A trace names what was called on the way, and not what is wrong. */
  @Test
  void onlyTheBeginningIsRead() {
    assertThat(CauseText.in("x".repeat(399) + "ECONNRESET")).isEqualTo(ErrorWords.CONNECTION_RESET);
    assertThat(CauseText.in("x".repeat(400) + "ECONNRESET")).isEqualTo(ErrorWords.NONE);
  }

  /** Two characters of a document stand for one of the line. */
  @Test
  void theBeginningIsAsLongWhereTheLineStandsEscaped() {
    assertThat(escaped("\\n".repeat(399) + "ECONNRESET")).isEqualTo(ErrorWords.CONNECTION_RESET);
    assertThat(escaped("\\n".repeat(400) + "ECONNRESET")).isEqualTo(ErrorWords.NONE);
  }

  /** The letter behind a backslash is none of the line's. */
  @Test
  void aTabIsNoLetter() {
    assertThat(escaped("\\SIG\\signal: killed")).isEqualTo(ErrorWords.NONE);
  }

  private static ErrorWords escaped(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return CauseText.in(
        Arrays.copyOf(bytes, bytes.length + Inflate.PADDING), 0, bytes.length, true);
  }
}
