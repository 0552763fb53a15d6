package dev.stormwatch.telemetry;

import static dev.stormwatch.telemetry.Documents.gzip;
import static dev.stormwatch.telemetry.Documents.plain;
import static dev.stormwatch.telemetry.Documents.utf8;
import static dev.stormwatch.telemetry.Documents.zlib;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.telemetry.DeadRecordException.Reason;
import dev.stormwatch.telemetry.RecordDecoder.Outcome;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecordDecoderTest {

  private static final String ID = "5b0c7a52-61c4-4d0e-9d53-6f3c1c5b2a77";

  private static final ObjectNode USUAL =
      Documents.of(
          "START RequestId: " + ID + " Version: 7\n",
          "{\"level\":\"INFO\",\"message\":\"a basket of 3\",\"tags\":[1,{\"a\":null}]}",
          "END RequestId: " + ID + "\n",
          "REPORT RequestId: "
              + ID
              + "\tDuration: 12.34 ms\tBilled Duration: 13 ms\t"
              + "Memory Size: 512 MB\tMax Memory Used: 97 MB\tInit Duration: 206.72 ms\t\n");

  private static final List<LineKind> USUAL_KINDS =
      List.of(LineKind.START, LineKind.APPLICATION_JSON, LineKind.END, LineKind.REPORT);

  private final RecordDecoder decoder =
      new RecordDecoder(SettingsReader.defaults().decode, "eu-west-1");

  private RecordingSink decode(byte[] data) throws DeadRecordException {
    RecordingSink sink = new RecordingSink();
    decoder.decode(data, sink);
    return sink;
  }

  private Reason reasonOf(byte[] data) {
    DeadRecordException dead = catchThrowableOfType(DeadRecordException.class, () -> decode(data));
    assertThat(dead).as("the record is dead").isNotNull();
    return dead.reason();
  }

  static Stream<Arguments> forms() {
    byte[] document = plain(USUAL);
    return Stream.of(
        Arguments.of("gzip", gzip(document)),
        Arguments.of("zlib", zlib(document)),
        Arguments.of("plain", document),
        Arguments.of("plain after blanks", utf8(" \r\n\t" + USUAL)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void readsEveryFormOfBytes(String form, byte[] data) throws DeadRecordException {
    RecordingSink sink = decode(data);
    assertThat(sink.kinds()).as(form).isEqualTo(USUAL_KINDS);
    assertThat(sink.lines)
        .extracting(l -> l.eventId())
        .containsExactly("id-0", "id-1", "id-2", "id-3");
    assertThat(sink.lines.get(2).eventTime()).isEqualTo(Documents.T + 2);
    assertThat(sink.documents).hasSize(1);
    assertThat(sink.documents.get(0).function())
        .isEqualTo(new FunctionId("111122223333", "eu-west-1", "checkout"));
    assertThat(sink.documents.get(0).logStream()).isEqualTo(Documents.STREAM);
  }

  @Test
  void countsAControlMessageAndReadsNothingOfIt() throws DeadRecordException {
    ObjectNode control =
        Documents.in("", "", "CWL CONTROL MESSAGE: Checking health of destination Kinesis stream.")
            .put("messageType", "CONTROL_MESSAGE")
            .put("owner", "CloudwatchLogs");
    RecordingSink sink = new RecordingSink();
    assertThat(decoder.decode(gzip(plain(control)), sink)).isEqualTo(Outcome.CONTROL_MESSAGE);
    assertThat(sink.documents).isEmpty();
    assertThat(sink.lines).isEmpty();
    assertThat(decoder.decode(plain(USUAL), sink)).isEqualTo(Outcome.LOG_EVENTS);
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theOrderOfMembersDoesNotMatter(long seed) throws DeadRecordException {
    List<String> names = new ArrayList<>();
    USUAL.fieldNames().forEachRemaining(names::add);
    Collections.shuffle(names, new Random(seed));
    ObjectNode shuffled = USUAL.objectNode();
    names.forEach(name -> shuffled.set(name, USUAL.get(name)));
    RecordingSink sink = decode(plain(shuffled));
    assertThat(sink.lines).isEqualTo(decode(plain(USUAL)).lines);
    assertThat(sink.documents.get(0).function())
        .isEqualTo(new FunctionId("111122223333", "eu-west-1", "checkout"));
  }

  @Test
  void passesOverMembersItDoesNotKnow() throws DeadRecordException {
    ObjectNode more = USUAL.deepCopy().put("policyLevel", "ACCOUNT_LEVEL_POLICY");
    more.putObject("later").put("logGroup", "/aws/lambda/other").putArray("x").add(1);
    ObjectNode event = (ObjectNode) more.get("logEvents").get(0);
    event.putObject("nested").put("message", "REPORT").putArray("id").addObject();
    assertThat(decode(plain(more)).lines).isEqualTo(decode(plain(USUAL)).lines);
    assertThat(decode(plain(more)).documents.get(0).logGroup()).isEqualTo(Documents.GROUP);
  }

  @ParameterizedTest
  @CsvSource({"message", "id", "timestamp"})
  void aMemberOfAnotherTypeCostsOnlyItself(String member) throws DeadRecordException {
    ObjectNode odd = USUAL.deepCopy();
    ObjectNode event = (ObjectNode) odd.get("logEvents").get(0);
    event.putObject(member).put("logGroup", "x").putArray("message").addObject();
    RecordingSink sink = decode(plain(odd));
    assertThat(sink.lines).hasSize(4);
    assertThat(sink.kinds().subList(1, 4)).isEqualTo(USUAL_KINDS.subList(1, 4));
  }

  @Test
  void takesTheRegionFromTheFilterThatKnowsIt() throws DeadRecordException {
    ObjectNode central = USUAL.deepCopy();
    ((ObjectNode) central.get("logEvents").get(0))
        .putObject("extractedFields")
        .put("@aws.account", "999900001111")
        .put("@aws.region", "ap-southeast-2");
    FunctionId function = decode(plain(central)).documents.get(0).function();
    assertThat(function).isNotNull();
    assertThat(function.region()).isEqualTo("ap-southeast-2");
    assertThat(function.account()).isEqualTo("111122223333");
    assertThat(decode(plain(USUAL)).documents.get(0).function().region()).isEqualTo("eu-west-1");
  }

  @Test
  void findsTheFunctionOfACustomLogGroupInItsStream() throws DeadRecordException {
    String stream = "2026/03/02/check_out-2[$LATEST]0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    RecordingSink sink = decode(plain(Documents.in("/shop/all", stream, "hello")));
    assertThat(sink.documents.get(0).function().name()).isEqualTo("check_out-2");
    assertThat(sink.kinds()).containsExactly(LineKind.APPLICATION_TEXT);
  }

  static Stream<Arguments> otherGroups() {
    return Stream.of(
        Arguments.of("/shop/all", "main", LineKind.FOREIGN_GROUP),
        Arguments.of("/aws/rds/instance/db/postgresql", "db.0", LineKind.DATABASE_LOG),
        Arguments.of("/aws/lambda/", Documents.STREAM, LineKind.FOREIGN_GROUP),
        Arguments.of("/aws/lambda/capacity-provider/cp", "i-0", LineKind.CAPACITY_PROVIDER),
        Arguments.of("/aws/lambda-insights", Documents.STREAM, LineKind.FOREIGN_GROUP));
  }

  @ParameterizedTest
  @MethodSource("otherGroups")
  void believesNoPlatformLineOfAnotherGroup(String group, String stream, LineKind kind)
      throws DeadRecordException {
    RecordingSink sink =
        decode(plain(Documents.in(group, stream, "REPORT RequestId: " + ID + "\tDuration: 1 ms")));
    assertThat(sink.documents.get(0).function()).isNull();
    assertThat(sink.kinds()).containsExactly(kind);
    assertThat(sink.lines.get(0).requestId()).isEmpty();
  }

  private static byte[] deep(int levels) {
    return utf8(
        "{\"messageType\":\"DATA_MESSAGE\",\"x\":" + "[".repeat(levels) + "]".repeat(levels) + "}");
  }

  static Stream<Arguments> deadRecords() {
    byte[] document = plain(USUAL);
    byte[] packed = gzip(document);
    byte[] badChecksum = packed.clone();
    badChecksum[packed.length - 6] ^= 1;
    byte[] badBlock = packed.clone();
    badBlock[10] = (byte) 0xFF;
    String text = USUAL.toString();
    return Stream.of(
        Arguments.of("empty", new byte[0], Reason.NOT_A_SUBSCRIPTION_DOCUMENT),
        Arguments.of("one byte", new byte[] {0x1F}, Reason.NOT_A_SUBSCRIPTION_DOCUMENT),
        Arguments.of("zeros", new byte[100], Reason.NOT_A_SUBSCRIPTION_DOCUMENT),
        Arguments.of("text", utf8("hello, world"), Reason.NOT_A_SUBSCRIPTION_DOCUMENT),
        Arguments.of("array", utf8("[1,2]"), Reason.NOT_A_SUBSCRIPTION_DOCUMENT),
        Arguments.of("packed text", gzip(utf8("[1]")), Reason.NOT_A_SUBSCRIPTION_DOCUMENT),
        Arguments.of("packed nothing", gzip(new byte[0]), Reason.NOT_A_SUBSCRIPTION_DOCUMENT),
        Arguments.of("other product", utf8("{\"order\":7}"), Reason.NOT_A_SUBSCRIPTION_DOCUMENT),
        Arguments.of(
            "no log group",
            utf8("{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[]}"),
            Reason.NOT_A_SUBSCRIPTION_DOCUMENT),
        Arguments.of(
            "gzip cut in its data",
            Arrays.copyOf(packed, packed.length / 2),
            Reason.TRUNCATED_GZIP),
        Arguments.of("gzip cut in its head", Arrays.copyOf(packed, 5), Reason.TRUNCATED_GZIP),
        Arguments.of(
            "gzip cut in its end", Arrays.copyOf(packed, packed.length - 3), Reason.TRUNCATED_GZIP),
        Arguments.of("zlib cut", Arrays.copyOf(zlib(document), 60), Reason.TRUNCATED_GZIP),
        Arguments.of("wrong checksum", badChecksum, Reason.CORRUPT_GZIP),
        Arguments.of("wrong block", badBlock, Reason.CORRUPT_GZIP),
        Arguments.of("bomb", gzip(new byte[64 << 20]), Reason.TOO_LARGE),
        Arguments.of("deep", deep(100_000), Reason.TOO_DEEP),
        Arguments.of("packed deep", gzip(deep(1000)), Reason.TOO_DEEP),
        Arguments.of("cut JSON", utf8(text.substring(0, 150)), Reason.MALFORMED_JSON),
        Arguments.of("two documents", utf8(text + text), Reason.MALFORMED_JSON),
        Arguments.of("trailing text", utf8(text + " x"), Reason.MALFORMED_JSON),
        Arguments.of("not JSON", utf8("{order:7}"), Reason.MALFORMED_JSON),
        Arguments.of(
            "not UTF-8",
            "{\"messageType\":\"\u00e9\"}".getBytes(Charset.forName("ISO-8859-1")),
            Reason.MALFORMED_JSON),
        Arguments.of(
            "not UTF-32", new byte[] {'{', 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8}, Reason.MALFORMED_JSON),
        Arguments.of(
            "absurd timestamp",
            utf8(text.replace("" + Documents.T, "9".repeat(40))),
            Reason.MALFORMED_JSON));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deadRecords")
  void saysWhyARecordIsDeadAndReadsTheNext(String what, byte[] data, Reason reason)
      throws DeadRecordException {
    assertThat(reasonOf(data)).as(what).isEqualTo(reason);
    assertThat(decode(gzip(plain(USUAL))).kinds()).isEqualTo(USUAL_KINDS);
  }

  @Test
  void passesOverBytesAfterTheGzip() throws DeadRecordException {
    byte[] packed = gzip(plain(USUAL));
    assertThat(decode(Arrays.copyOf(packed, packed.length + 7)).kinds()).isEqualTo(USUAL_KINDS);
  }

  @Test
  void readsTheLargestRecordThatIsAllowed() throws DeadRecordException {
    int limit = SettingsReader.defaults().decode.maxInflatedBytes;
    byte[] small = plain(Documents.of(""));
    byte[] fits = plain(Documents.of("x".repeat(limit - small.length)));
    assertThat(fits).hasSize(limit);
    assertThat(decode(gzip(fits)).lines).hasSize(1);
    assertThat(reasonOf(gzip(Arrays.copyOf(fits, limit + 1)))).isEqualTo(Reason.TOO_LARGE);
  }

  static LongStream mutationSeeds() {
    return LongStream.range(0, 20);
  }

  /** 20 seeds, 1,000 mutants each. */
  @ParameterizedTest
  @MethodSource("mutationSeeds")
  void nothingButADeadRecordEverLeaves(long seed) throws DeadRecordException {
    Random random = new Random(seed);
    List<byte[]> good =
        List.of(plain(USUAL), gzip(plain(USUAL)), zlib(plain(USUAL)), gzip(deep(10)));
    FoldingDecoder folding = new FoldingDecoder(SettingsReader.defaults(), "eu-west-1");
    for (int i = 0; i < 1000; i++) {
      byte[] mutant = mutant(random, good);
      try {
        folding.fold(new KinesisRecord("shardId-0", "1", "p", Documents.T, mutant));
      } catch (DeadRecordException dead) {
        assertThat(dead.reason()).as(dead.getMessage()).isNotEqualTo(Reason.INTERNAL_ERROR);
      }
    }
    // Of another shard: in this one it may have come before, unharmed.
    FunctionSlot slot =
        folding.fold(new KinesisRecord("shardId-1", "1", "p", Documents.T, plain(USUAL)));
    assertThat(slot).isNotNull();
    assertThat(slot.invocations).isOne();
    assertThat(slot.events).isEqualTo(4);
  }

  private static byte[] mutant(Random random, List<byte[]> good) {
    byte[] data = good.get(random.nextInt(good.size())).clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      if (data.length == 0) {
        return data;
      }
      switch (random.nextInt(4)) {
        case 0 -> data[random.nextInt(data.length)] ^= (byte) (1 << random.nextInt(8));
        case 1 ->
            data[random.nextInt(data.length)] = (byte) "{}[]\",:\\n0".charAt(random.nextInt(10));
        case 2 -> data = Arrays.copyOf(data, random.nextInt(data.length + 1));
        default -> {
          byte[] other = good.get(random.nextInt(good.size()));
          int cut = random.nextInt(Math.min(data.length, other.length));
          byte[] spliced = Arrays.copyOf(data, cut + other.length - cut);
          System.arraycopy(other, cut, spliced, cut, other.length - cut);
          data = spliced;
        }
      }
    }
    return data;
  }
}
