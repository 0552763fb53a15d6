package dev.stormwatch.telemetry;

import static dev.stormwatch.telemetry.Told.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no line may do to the reader, and which lines are not worth a parse. */
class LineReaderTest {

  private static final int MOST_MEMBERS = SettingsReader.defaults().decode.maxObjectMembers;
  private static final int MOST_BYTES = SettingsReader.defaults().decode.maxLineBytes;

  static Stream<Arguments> unparsed() {
    return Stream.of(
        arguments("{}", "APPLICATION_JSON"),
        arguments(" \n{'level':'INFO'}\n", "APPLICATION_JSON"),
        arguments("{a:1}", "APPLICATION_JSON"),
        arguments("{'a':" + "[".repeat(200) + "]".repeat(200) + "}", "APPLICATION_JSON"),
        arguments("{", "MALFORMED_JSON"),
        arguments("{'a':1} and more", "MALFORMED_JSON"),
        arguments("{'type':'platform.report','record':{'requestId':'x'", "MALFORMED_JSON"),
        arguments("{'_aws':{'Timestamp':1,'CloudWatchMetrics':[]},'n':5}", "EMF"),
        arguments("{'_aws':{'Timestamp':'never'},'n':NaN}", "EMF"),
        arguments("{'level':'INFO','message':{'_aws':{'Timestamp':1},'latency':5}}", "EMF"),
        arguments("{'_aws':{'Timestamp':1,'Cloud", "MALFORMED_JSON"),
        arguments("the metrics {'_aws':{}}", "APPLICATION_TEXT"),
        arguments("", "APPLICATION_TEXT"),
        arguments(" ", "APPLICATION_TEXT"),
        arguments("\n", "APPLICATION_TEXT"),
        arguments("hello", "APPLICATION_TEXT"));
  }

  @ParameterizedTest
  @MethodSource("unparsed")
  void knowsMostLinesWithoutAParse(String message, String told) {
    assertThat(Told.by(json(message))).isEqualTo(told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"time", "type", "record", "eventType", "requestContext", "version"})
  void parsesWhatBeginsLikeThePlatformsLines(String first) {
    assertThat(Told.by(json("{ '" + first + "':1}"))).isEqualTo("APPLICATION_JSON");
    assertThat(Told.by(json("{\t'" + first + "':x}"))).isEqualTo("MALFORMED_JSON");
    assertThat(Told.by(json("{'" + first + "s':x}"))).isEqualTo("APPLICATION_JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'x':'errorType',}",
        "{'x':'eventSourceARN',}",
        "{'x':'BatchProcessingError',}",
        "{'_aws':{},'ColdStart':NaN}",
        "{'x':'an Error\\n\\tat a.B',}",
        "{'time':1}}",
        "{'time':1}{'time':1}"
      })
  void parsesWhatMayConcernIt(String message) {
    assertThat(Told.by(json(message))).isEqualTo("MALFORMED_JSON");
  }

  private static String members(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "'m" + i + "':" + i)
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void countsMembersAtWhateverDepth() {
    String start = "{'type':'platform.start','record':{'requestId':'%s','more':[";
    assertThat(Told.by(json(start + members(MOST_MEMBERS - 4) + "]}}"))).isEqualTo("START id=ID");
    assertThat(Told.by(json(start + members(MOST_MEMBERS - 3) + "]}}"))).isEqualTo("TOO_LARGE");
    assertThat(Told.by(json(members(MOST_MEMBERS * 2)))).isEqualTo("APPLICATION_JSON");
  }

  @Test
  void doesNotReadALineThatIsTooLong() {
    assertThat(Told.by("x".repeat(MOST_BYTES))).isEqualTo("APPLICATION_TEXT");
    assertThat(Told.by("x".repeat(MOST_BYTES + 1))).isEqualTo("TOO_LARGE");
    assertThat(Told.by("\u20ac".repeat(MOST_BYTES / 3 + 1))).isEqualTo("TOO_LARGE");
    assertThat(Told.by("START RequestId: " + "x".repeat(MOST_BYTES))).isEqualTo("TOO_LARGE");
  }

  static Stream<String> hostile() {
    int many = 200_000;
    String java = "\n\tat com.example.Handler.run(Handler.java:7)";
    String exception = "Exception ";
    return Stream.of(
        exception + "x: " + "a.".repeat(many) + "B" + java,
        exception + ": a.".repeat(many) + java,
        exception + ": a\n".repeat(many) + java,
        exception + ": a.B\na.C".repeat(many) + java,
        "\tat ".repeat(many) + exception,
        "[ERROR] " + "A.".repeat(many) + ": x",
        "[ERROR] A: " + "b ".repeat(many) + "\u2028",
        "[ERROR] A: " + "Traceback (most recent call last):".repeat(many / 10),
        "REPORT RequestId: " + "Duration: ".repeat(many / 2),
        "REPORT RequestId: " + "A".repeat(900_000),
        "RequestId: " + "Error: Runtime ".repeat(many / 5),
        "\tfail\t" + "a".repeat(many) + "   at lambda_method",
        "Error while processing record with eventID " + "1".repeat(many),
        json("{'time':" + "1".repeat(many) + "}"),
        json("{'time':'" + "k".repeat(many) + "'}"),
        json("{'time':" + "[".repeat(many) + "]".repeat(many) + "}"),
        json("{'time':[" + "{},".repeat(many) + "{}]}"),
        json("{'_aws':" + "{'a':".repeat(90) + "1" + "}".repeat(90) + ",'ColdStart':1}"),
        json("{'time':1,'type':'function','record':").repeat(60) + "1" + "}".repeat(60),
        "Connection is not available, request timed out (total=" + "active=".repeat(many / 2));
  }

  /** One line must not cost the job its stack or its time, whatever it looks like. */
  @ParameterizedTest
  @MethodSource("hostile")
  void survivesLinesMadeToHurt(String message) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(Told.by(message)).isNotEmpty());
  }

  /** Pieces of every form, thrown together: whatever comes out, nothing is thrown. */
  @Test
  void survivesAnyMixtureOfItsForms() {
    String[] pieces = {
      "{",
      "}",
      "[",
      "]",
      "\"",
      ":",
      ",",
      "\\",
      "\\u00",
      "null",
      "1e5",
      "\"_aws\":",
      "\"time\":",
      "\"type\":\"platform.report\"",
      "\"type\":\"function\"",
      "\"record\":",
      "\"errorType\":\"E\"",
      "\"errorMessage\":\"m\"",
      "\"metrics\":{\"durationMs\":5}",
      "\"requestContext\":",
      "\"level\":\"ERROR\"",
      "\"CloudWatchMetrics\":[{",
      "\"ColdStart\":1",
      "\"eventSourceARN\":\"a\"",
      "\"messageIds\":[",
      "START RequestId: ",
      "REPORT RequestId: ",
      "Duration: 5 ms",
      "\t",
      "\n",
      "\r",
      " ",
      "[ERROR] ",
      "Traceback (most recent call last):",
      "\tERROR\tInvoke Error \t",
      "\tat a.B",
      "   at ",
      ": a.B\na.B",
      "Exception",
      "Error",
      "Lambda runtime invoke",
      "too many clients",
      "(total=",
      "active=",
      "Error while processing record with eventID ",
      "Task timed out after ",
      "\u00a0",
      "\ud83d",
      "\u20ac"
    };
    Random random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder line = new StringBuilder(random.nextInt(3) == 0 ? "{" : "");
      for (int n = random.nextInt(12); n >= 0; n--) {
        line.append(pieces[random.nextInt(pieces.length)]);
      }
      line.append(random.nextBoolean() ? "}" : "");
      assertThatCode(() -> Told.by(line.toString())).as(line.toString()).doesNotThrowAnyException();
    }
  }

  /** An observation is filled again for every line: nothing of the last one may stay. */
  @Test
  void aResetLeavesNothingBehind() {
    Observation line =
        Told.read("Connection is not available, request timed out (total=1, active=1, waiting=1)");
    line.reset(Documents.T);
    assertThat(Told.of(line)).isEqualTo("APPLICATION_TEXT");
  }
}
