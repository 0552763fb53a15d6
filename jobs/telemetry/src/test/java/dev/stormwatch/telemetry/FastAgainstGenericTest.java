package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.stormwatch.core.settings.DecodeSettings;
import dev.stormwatch.telemetry.Envelopes.Form;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the fast decoder's every answer against the JSON parser's. {@code
 * -Dstormwatch.events=10000000} makes it go on for so many events.
 */
class FastAgainstGenericTest {

  private static final long EVENTS = Long.getLong("stormwatch.events", 100_000);
  private static final long PROGRESS_NANOS = 2_000_000_000L;
  private static final String[] OTHER_GROUPS = {
    "/shop/all", "/aws/rds/instance/db/postgresql", "/aws/lambda-insights", "/aws/lambda/a b", ""
  };

  private final DecodeSettings settings = SettingsReader.defaults().decode;
  private final RecordDecoder fast = new RecordDecoder(settings, "eu-west-1");
  private final RecordDecoder generic = new RecordDecoder(settings, "eu-west-1", false);

  /** All that a decoder said of a record. */
  private record Answer(
      String outcome, List<RecordingSink.Head> documents, List<RecordingSink.Line> lines) {}

  private static Answer answer(RecordDecoder decoder, String document) {
    RecordingSink sink = new RecordingSink();
    String outcome;
    try {
      outcome = decoder.decode(document.getBytes(StandardCharsets.UTF_8), sink).name();
    } catch (DeadRecordException dead) {
      outcome = dead.reason().name();
    }
    return new Answer(outcome, sink.documents, sink.lines);
  }

  @Test
  void bothGiveTheSameAnswers() {
    long done = 0;
    long next = System.nanoTime() + PROGRESS_NANOS;
    for (long seed = 0; done < EVENTS; seed++) {
      Dice dice = new Dice(seed);
      LogLines source = new LogLines(dice);
      List<String> lines = new ArrayList<>();
      for (int i = dice.of(1, 2, 4, 12); i > 0; i--) {
        lines.add(source.next());
      }
      Form form = dice.once(4) ? dice.of(Form.HIDING, Form.LOOSE) : Form.EXACT;
      String group = dice.once(12) ? dice.of(OTHER_GROUPS) : "/aws/lambda/checkout";
      String document = new Envelopes(dice).document(group, lines, form);
      compare(seed, document, form, lines);
      done += lines.size();
      if (System.nanoTime() > next) {
        next += PROGRESS_NANOS;
        System.out.printf("%,d events agree, seed %d%n", done, seed);
      }
    }
    System.out.printf(
        "%,d events agree; %,d lines and %,d records of the fast decoder's were read by the parser%n",
        done, fast.genericLines(), fast.genericRecords());
  }

  private void compare(long seed, String document, Form form, List<String> lines) {
    Answer told = answer(fast, document);
    Answer expected = answer(generic, document);
    if (told.equals(expected)) {
      return;
    }
    // The one line by itself says more than a long document.
    for (int i = 0; i < lines.size(); i++) {
      for (int writing = 0; writing < 100; writing++) {
        String alone = new Envelopes(new Dice(writing)).document(List.of(lines.get(i)), form);
        assertThat(answer(fast, alone))
            .as("seed %d, line %d alone: %s", seed, i, alone)
            .isEqualTo(answer(generic, alone));
      }
    }
    for (int i = 0; i < Math.min(told.lines().size(), expected.lines().size()); i++) {
      assertThat(told.lines().get(i))
          .as("seed %d, line %d, only together with its neighbours", seed, i)
          .isEqualTo(expected.lines().get(i));
    }
    assertThat(told).as("seed %d: %s", seed, document).isEqualTo(expected);
  }

  static Stream<String> lines() {
    String id = "5b0c7a52-61c4-4d0e-9d53-6f3c1c5b2a77";
    return Stream.of(
        "LOGS  Name: tracer\tState: Subscribed\tTypes: [Platform]\n",
        "LOGS \tName: tracer\tState: Subscribed\tTypes: [Platform]\n",
        id + " Task timed out after 3.00 seconds\\n\\n",
        id + " Task timed out after 3.00 seconds \\t\n",
        "\tat it: a.b.Broken\na.b.Broken: x",
        "   at it: a.b.Broken\na.b.Broken: x",
        "the pool '" + "\"".repeat(180) + "' has 5 requests waiting",
        "{\"message\":\"the pool '" + "\\\"".repeat(80) + "' has 5 requests waiting\"}",
        "INIT_START Runtime Version: python:3.14.DurableFunction.v6\n",
        "\\no more connections allowed",
        "\no more connections allowed",
        "Can't reach database server {\"_aws\":{\"Timestamp\":1}}",
        "a message that ends in \\",
        "a message that ends in \\]");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void agreeOnALine(String line) {
    for (Form form : List.of(Form.EXACT, Form.HIDING)) {
      for (int seed = 0; seed < 50; seed++) {
        Envelopes envelopes = new Envelopes(new Dice(seed));
        compare(seed, envelopes.document(List.of("x", line), form), form, List.of(line));
      }
    }
  }

  static Stream<String> documents() {
    String usual = new Envelopes(new Dice(7)).document(List.of("hello"), Form.EXACT);
    String fields = "\"hello\",\"extractedFields\":{";
    return Stream.of(
        usual.replace("\"hello\"", fields + "\"@aws.region\":\"\"}"),
        usual.replace("\"hello\"", fields + "\"" + "k".repeat(60_000) + "\":\"\"}"),
        usual.replace("\"hello\"", fields + "\"@aws.region\":\"a\",\"@aws.region\":\"b\"}"),
        usual.replace("\"hello\"", "\"" + platform("k".repeat(60_000)) + "\""),
        usual.replace("\"hello\"", "\"" + platform("v").replace("1}", "[[[]]]}") + "\""),
        usual.replace("\"hello\"", "\"a\\\\\",\"}\":1"));
  }

  private static String platform(String name) {
    return ("{'time':'t','type':'platform.start','record':{'tracing':{'"
            + name
            + "':1},'requestId':'5b0c7a52-61c4-4d0e-9d53-6f3c1c5b2a77'}}")
        .replace("'", "\\\"");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void agreeOnADocument(String document) {
    assertThat(answer(fast, document)).isEqualTo(answer(generic, document));
  }

  @Test
  void theDocumentsAreWhatTheyClaimToBe() throws IOException {
    JsonFactory json = new JsonFactory();
    for (int seed = 0; seed < 300; seed++) {
      Dice dice = new Dice(seed);
      String line = new LogLines(dice).next();
      Form form = dice.of(Form.EXACT, Form.HIDING);
      String document = new Envelopes(dice).document(List.of(line), form);
      try (JsonParser parser = json.createParser(document)) {
        String message = "";
        while (parser.nextToken() != null) {
          if ("message".equals(parser.currentName())) {
            message = parser.getText();
          }
        }
        assertThat(message).as("seed %d", seed).isEqualTo(line);
      }
    }
  }
}
