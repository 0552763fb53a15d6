package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.telemetry.FoldingDecoder.Result;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FoldingDecoderTest {

  private static final String MEASURED =
      "{'event_type':'performance','function_name':'%s','duration':100,'total_memory':1769,"
          + "'cpu_total_time':30}";

  private final FoldingDecoder decoder = new FoldingDecoder(SettingsReader.defaults(), "eu-west-1");

  private void fold(String logGroup, String... messages) throws DeadRecordException {
    byte[] data = Documents.plain(Documents.in(logGroup, Documents.STREAM, messages));
    KinesisRecord record = new KinesisRecord("shardId-0", "1", "key", Documents.T + 9_000, data);
    assertThat(decoder.fold(record) == null).isEqualTo(decoder.result() != Result.FOLDED);
  }

  private static String measured(String function) {
    return String.format(MEASURED, function).replace('\'', '"');
  }

  @Test
  void lambdaInsightsMeasuresFunctionsOfWhichItMakesNoOtherClaim() throws Exception {
    fold("/aws/lambda-insights", measured("b"), measured("a"), measured("b"), "agent started");

    assertThat(decoder.result()).isEqualTo(Result.OTHER);
    assertThat(decoder.processorUse())
        .extracting(slot -> slot.function.name() + slot.processor.usedMicros)
        .containsExactly("a30000", "b60000");
    assertThat(decoder.processorUse()).allMatch(slot -> slot.records == 0 && slot.events == 0);

    fold(Documents.GROUP, "hello");
    assertThat(decoder.processorUse()).isEmpty();
  }

  @Test
  void aFunctionThatPrintsSuchALineMeasuresNobody() throws Exception {
    fold(Documents.GROUP, measured("b"));
    assertThat(decoder.result()).isEqualTo(Result.FOLDED);
    assertThat(decoder.processorUse()).isEmpty();
  }

  private static final String FAIL =
      "2026-03-02T10:12:15.120Z\t"
          + Told.ID
          + "\tfail\tSystem.Exception: gone\n   at Shop.Basket.Load() in /src/Basket.cs:line 7\n";

  private static final String[] CALL = {
    "START RequestId: " + Told.ID + " Version: $LATEST\n",
    "END RequestId: " + Told.ID + "\n",
    "REPORT RequestId: "
        + Told.ID
        + "\tDuration: 9.00 ms\tBilled Duration: 9 ms\t"
        + "Memory Size: 128 MB\tMax Memory Used: 40 MB\t\n"
  };

  private boolean failed(String... between) throws DeadRecordException {
    return (flags(between) & FunctionSlot.FAILED) != 0;
  }

  private int flags(String... between) throws DeadRecordException {
    String[] messages =
        Stream.of(Stream.of(CALL[0]), Stream.of(between), Stream.of(CALL[1], CALL[2]))
            .flatMap(part -> part)
            .toArray(String[]::new);
    byte[] data = Documents.plain(Documents.of(messages));
    FunctionSlot slot =
        decoder.fold(new KinesisRecord("shardId-0", "1", "key", Documents.T + 9_000, data));
    assertThat(slot).isNotNull();
    assertThat(slot.requests.size()).isEqualTo(1);
    assertThat(slot.events).isEqualTo(messages.length);
    boolean complained = (slot.requests.flags(0) & FunctionSlot.COMPLAINED) != 0;
    assertThat((slot.environments.flags(0) & FunctionSlot.HAS_COMPLAINED) != 0)
        .isEqualTo(complained);
    return slot.requests.flags(0);
  }

  @Test
  void aCallWhoseLastWordsAreAnExceptionFailed() throws Exception {
    assertThat(failed("loading", FAIL)).isTrue();
    assertThat(failed(FAIL, "loaded at the second try")).isFalse();
    assertThat(failed("loading")).isFalse();
  }

  @Test
  void aCallWhoseLastWordsAreALoggersErrorComplained() throws Exception {
    String error = "[ERROR]\t2026-03-02T10:12:15.120Z\t" + Told.ID + "\tconnect ECONNREFUSED\n";
    assertThat(flags("loading", error) & (FunctionSlot.COMPLAINED | FunctionSlot.FAILED))
        .isEqualTo(FunctionSlot.COMPLAINED);
    assertThat(flags(error, "loaded at the second try") & FunctionSlot.COMPLAINED).isZero();
    assertThat(flags("{\"level\":\"error\",\"msg\":\"503\"}") & FunctionSlot.COMPLAINED)
        .isPositive();
    assertThat(flags("{\"level\":\"info\",\"msg\":\"no Error\"}") & FunctionSlot.COMPLAINED)
        .isZero();
  }

  @Test
  void aPythonErrorWithoutItsTracebackCountsAtTheEndOfItsCall() throws Exception {
    assertThat(failed("loading", "[ERROR] ConnectionError: refused\n")).isTrue();
    assertThat(failed("[ERROR] ConnectionError: refused", "loaded at the second try")).isFalse();
    assertThat(failed("[ERROR] basket: empty")).isFalse();
  }
}
