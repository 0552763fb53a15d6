package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorLevelTest {

  private static final String TIME = "2026-03-02T10:12:15.120Z";

  private static boolean complains(String message) {
    return Told.read(message.replace("T_", TIME).replace("ID_", Told.ID)).complains;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "T_\tID_\tERROR\tError: connect ECONNREFUSED 10.0.4.17:8080\n",
        "[ERROR]\tT_\tID_\tcould not load the basket",
        "[ERROR] could not load the basket",
        "ERROR RequestId: ID_ returned 503",
        "ERROR:root:no basket",
        "ERROR",
        "2026-03-02 10:12:15.120 ID_ ERROR Orders - no basket",
        "10:12:15.120 [main] ERROR com.example.Orders - no basket",
        "2026-03-02 10:12:15,120 - ERROR - no basket",
        "2026/03/02 10:12:15 ERROR no basket",
        "{\"level\":\"ERROR\",\"message\":\"no basket\"}",
        "{\"time\":\"T_\",\"log_level\": \"ERROR\",\"message\":\"no basket\"}",
        "{\"level\":\"error\",\"msg\":\"no basket\"}",
        "{\"Level\":\"Error\",\"msg\":\"no basket\"}",
        "{\"time\":\"t\",\"type\":\"function\",\"record\":\"[ERROR]\\tT_\\tID_\\tno basket\"}",
        "T_\tID_\tERROR\tconnect ETIMEDOUT 10.0.0.7:5432",
        "T_\tID_\tfail\tno basket: HttpRequestException",
        "T_\tID_\tcrit\tError of the basket's store",
        "[CRITICAL]\tT_\tID_\tErrors only",
        "T_\tID_\tFATAL\tError: no basket",
        "SEVERE: Exception in the basket's store",
        "{\"level\":50,\"time\":1,\"err\":{\"type\":\"Error\"},\"msg\":\"no basket\"}",
        "{\"level\":60,\"msg\":\"Error\"}",
        "{\"level\":\"Critical\",\"message\":\"HttpRequestException\"}",
        "{\"level\":\"fatal\",\"message\":\"Error\"}",
      })
  void knowsTheLevelOfAnyLogger(String message) {
    assertThat(complains(message)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "T_\tID_\tINFO\tERROR is what the partner said",
        "T_\tID_\tWARN\tan Error",
        "[INFO]\tT_\tID_\tERROR",
        "found no ERROR",
        "ERRORS 0",
        "failed: an Error",
        "fails with an Error",
        "T_\tID_\tinfo\tfail with an Error",
        "{\"level\":500,\"msg\":\"Error\"}",
        "{\"level\":30,\"msg\":\"Error\"}",
        "{\"level\":50",
        "NO_ERROR",
        "[main] INFO a.B - ERROR",
        "[main ERROR",
        "Error: no basket",
        "\nERROR no basket",
        "{\"level\":\"INFO\",\"cause\":{\"level\":\"ERROR\"}}",
        "{\"level\":\"INFO\",\"message\":\"ERROR\"}",
        "{\"message\":\"{\\\"level\\\":\\\"ERROR\\\"}\"}",
        "{\"level\":\"ERRORS\"}",
        "{\"level\":[\"ERROR\"]}",
        "{\"level\":\"ERROR\",\"cut",
        "T_\tID_\tERROR\tInvoke Error \t{\"errorType\":\"E\"}",
      })
  void leavesAllOtherLines(String message) {
    assertThat(complains(message)).isFalse();
  }
}
