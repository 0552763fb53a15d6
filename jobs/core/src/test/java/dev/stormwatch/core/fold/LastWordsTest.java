package dev.stormwatch.core.fold;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LastWordsTest {

  private final LastWords words = new LastWords();

  private static Observation line(LineKind kind, long time, String request, String exception) {
    Observation line = new Observation();
    line.reset(time);
    line.kind = kind;
    line.setRequestId(request);
    line.exception = exception;
    return line;
  }

  @ParameterizedTest
  @CsvSource({
    "END, 0, a, true",
    "REPORT, 100, a, true",
    "RUNTIME_DONE, 1, a, true",
    "END, 101, a, false",
    "END, -1, a, false",
    "END, 0, b, false",
    "APPLICATION_TEXT, 0, a, false",
    "START, 0, a, false",
  })
  void onlyTheCallsOwnEndRightAfterTheExceptionProvesIt(
      LineKind kind, long later, String request, boolean proven) {
    assertThat(words.hear(line(LineKind.APPLICATION_TEXT, 5_000, "a", "Gone"))).isNull();

    Observation error = words.hear(line(kind, 5_000 + later, request, ""));
    assertThat(error != null).isEqualTo(proven);
    if (error != null) {
      assertThat(error.kind).isEqualTo(LineKind.RUNTIME_ERROR);
      assertThat(error.complains).isFalse();
      assertThat(error.errorType).isEqualTo("Gone");
      assertThat(error.requestId()).isEqualTo("a");
      assertThat(error.eventTime).isEqualTo(5_000);
    }
    assertThat(words.hear(line(LineKind.REPORT, 5_000 + later, request, ""))).isNull();
  }

  @Test
  void aComplaintInThatPlaceIsTold() {
    Observation complaint = line(LineKind.APPLICATION_JSON, 5_000, "", "");
    complaint.complains = true;
    words.hear(complaint);
    Observation told = words.hear(line(LineKind.END, 5_001, "a", ""));
    assertThat(told).isNotNull();
    assertThat(told.complains).isTrue();
    assertThat(told.kind).isEqualTo(LineKind.APPLICATION_JSON);
    assertThat(words.hear(line(LineKind.REPORT, 5_001, "a", ""))).isNull();

    words.hear(complaint);
    words.hear(line(LineKind.APPLICATION_TEXT, 5_000, "", ""));
    assertThat(words.hear(line(LineKind.END, 5_001, "a", ""))).isNull();
  }

  @Test
  void anExceptionWithoutIdIsOfTheCallThatEnds() {
    words.hear(line(LineKind.APPLICATION_TEXT, 5_000, "", "Gone"));
    assertThat(words.hear(line(LineKind.END, 5_001, "a", ""))).isNotNull();
  }

  @Test
  void whatTheRecordBeforeEndedWithIsForgotten() {
    words.hear(line(LineKind.APPLICATION_TEXT, 5_000, "a", "Gone"));
    words.begin();
    assertThat(words.hear(line(LineKind.END, 5_000, "a", ""))).isNull();
  }
}
