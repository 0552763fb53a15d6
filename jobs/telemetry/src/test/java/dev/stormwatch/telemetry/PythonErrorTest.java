package dev.stormwatch.telemetry;

import static dev.stormwatch.telemetry.Told.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Python's runtimes write when a handler threw, and what an application may log without it.
 */
class PythonErrorTest {

  private static final String T = "2026-03-02T10:12:15.120Z";
  private static final String TRACEBACK = "Traceback (most recent call last):";

  private static final String OLD_TRACE =
      TRACEBACK + "\n  File \"/var/task/app.py\", line 7, in handler\n    raise it\n";

  static Stream<Arguments> thrown() {
    String frames =
        "\n\u00a0\u00a0File \"/var/task/app.py\", line 7, in handler\n\u00a0\u00a0\u00a0\u00a0raise it";
    return Stream.of(
        arguments("[ERROR] ValueError: no basket\n" + TRACEBACK + frames, "error=ValueError"),
        arguments(
            "[ERROR] ValueError: no basket\r" + TRACEBACK + frames.replace('\n', '\r') + "\n",
            "error=ValueError"),
        arguments("[ERROR] ValueError: no basket\nbut a bag\n" + TRACEBACK, "error=ValueError"),
        arguments("[ERROR] KeyError: \n" + TRACEBACK + "\n", "error=KeyError"),
        arguments("[ERROR] KeyError\n" + TRACEBACK + "\n", "error=KeyError"),
        arguments("[ERROR] no such basket\r" + TRACEBACK + "\n", ""),
        arguments("[ERROR] no such basket\r", ""),
        arguments("[ERROR]\r", ""),
        arguments("[ERROR]\n" + TRACEBACK, ""),
        arguments(
            "[ERROR] Runtime.ImportModuleError: Unable to import module 'app'",
            "error=Runtime.ImportModuleError"),
        arguments("'basket': KeyError\n" + OLD_TRACE + "KeyError: 'basket'\n", "error=KeyError"),
        arguments(
            "no answer\nfrom the shop: ClientError\n"
                + OLD_TRACE
                + "botocore.exceptions.ClientError: no answer\nfrom the shop\n\n",
            "error=ClientError"),
        arguments(
            "gone: BasketGoneException\n" + OLD_TRACE + "app.BasketGoneException",
            "error=BasketGoneException"));
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void knowsTheRuntimesLine(String message, String told) {
    assertThat(Told.by(message)).isEqualTo(("RUNTIME_ERROR " + told).trim());
  }

  static Stream<String> logged() {
    return Stream.of(
        "[ERROR]",
        "[ERROR] could not load the basket",
        "[ERROR] Basket: no such basket",
        "[ERROR] someError: no such basket",
        "[ERROR] ValueError in the basket",
        "[ERROR] payment: declined by the bank\n",
        "[ERROR] handler saw \"" + TRACEBACK + "\" in a file",
        "[ERROR]ValueError: x\n" + TRACEBACK,
        "[ERROR] 2026-03-02 could not load",
        "[ERROR]\t" + T + "\t" + ID + "\tcould not load the basket",
        "[ERROR]\t" + T + "\t" + ID + "\tValueError: x\n" + TRACEBACK + "\n",
        "[WARNING] ValueError: x\n" + TRACEBACK + "\n",
        "no basket: KeyError\n" + OLD_TRACE + "ValueError: 'basket'\n",
        "no basket: KeyError\n" + OLD_TRACE + "shop.OtherKeyError: 'basket'\n",
        "no basket: KeyError\n" + TRACEBACK + "\n",
        "the KeyError\n" + OLD_TRACE + "KeyError: 'basket'\n",
        "no basket: \n" + OLD_TRACE + "KeyError: 'basket'\n");
  }

  @ParameterizedTest
  @MethodSource("logged")
  void leavesTheApplicationItsErrors(String message) {
    assertThat(Told.by(message)).isEqualTo("APPLICATION_TEXT");
  }

  static Stream<Arguments> perhaps() {
    return Stream.of(
        arguments("[ERROR] ConnectionError: refused by 10.0.4.17", "exception=ConnectionError"),
        arguments("[ERROR] ReadTimeout: no answer\n", "exception=ReadTimeout"),
        arguments("[ERROR] KeyError\n", "exception=KeyError"));
  }

  @ParameterizedTest
  @MethodSource("perhaps")
  void tellsAnExceptionThatOnlyItsPlaceCanProve(String message, String told) {
    assertThat(Told.by(message)).isEqualTo("APPLICATION_TEXT " + told);
  }
}
