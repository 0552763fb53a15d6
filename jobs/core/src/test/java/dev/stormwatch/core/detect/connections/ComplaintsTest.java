package dev.stormwatch.core.detect.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.ExhaustionLine;
import dev.stormwatch.core.model.FunctionShare;
import dev.stormwatch.core.slot.RecordingEffects;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines that are believed, and lines that are not. */
class ComplaintsTest {

  private final Estate unknown = new Estate("");

  @Test
  void wordsOfRefusalInCallsThatSucceedSayNothing() {
    for (int i = 0; i < 60; i++) {
      unknown.refusing(13).failing(0).slot(20, 100);
    }
    assertThat(unknown.findings()).isEmpty();
  }

  @Test
  void norDoTheyOnceTheyAreUsual() {
    unknown.usually(0.25);
    for (int i = 0; i < 60; i++) {
      unknown.refusing(i % 2 == 0 ? 20 : 10).failing(1).slot(20, 100);
    }
    assertThat(unknown.findings()).isEmpty();
  }

  @Test
  void callsThatFailBesideThemPageAtOnce() {
    unknown.refusing(4).failing(2).slot(20, 100);
    assertThat(unknown.last().severity).isEqualTo(Severity.PAGE);
  }

  @Test
  void callsThatFailLaterMakeEarlierLinesBelievedFromTheFirstOn() {
    unknown.refusing(6).failing(0).slot(20, 100).slots(5, 20, 100);
    assertThat(unknown.findings()).isEmpty();
    unknown.failing(6).slot(20, 100);
    assertThat(unknown.last().severity).isEqualTo(Severity.PAGE);
    assertThat(unknown.last().impact.firstAt).isEqualTo(Estate.START + 1_000);
    assertThat(unknown.last().evidence).hasSize(1);
  }

  @Test
  void handledRefusalsPageWhereTheyAreNewAndMany() {
    unknown.usually(0.01).refusing(5).failing(0).slot(20, 100);
    assertThat(unknown.last().severity).isEqualTo(Severity.PAGE);
  }

  @Test
  void handledRefusalsOfFewCallsSayNothing() {
    unknown.usually(0.001);
    for (int i = 0; i < 30; i++) {
      unknown.refusing(4).failing(0).slot(20, 100);
    }
    assertThat(unknown.findings()).isEmpty();
  }

  @Test
  void whatIsNotBelievedIsNeitherTheOnsetNorTheSuspectNorAHindranceToItsEnd() {
    ConnectionLogic logic = new ConnectionLogic(Estate.SETTINGS);
    ConnectionState state = logic.newState();
    RecordingEffects<Finding> effects = new RecordingEffects<>();
    long end = Estate.START;
    for (int i = 0; i < 120; i++) {
      end += Estate.SLOT;
      boolean storm = i >= 60 && i < 70;
      DatabaseSlot slot = new DatabaseSlot("111122223333", "eu-west-1", "");
      slot.add("forms", share(end, "forms", 40, 0));
      slot.add("orders", share(end, "orders", storm ? 5 : 0, storm ? 5 : 0));
      logic.onSlot(end, slot, state, effects);
    }
    Finding page = effects.emitted.get(0);
    assertThat(page.subject.key()).isEqualTo("function/111122223333/eu-west-1/orders");
    assertThat(page.impact.firstAt).isEqualTo(Estate.START + 61 * Estate.SLOT);
    assertThat(page.evidence).allSatisfy(row -> assertThat(row.text).startsWith("orders"));
    assertThat(effects.emitted.get(effects.emitted.size() - 1).recovered).isTrue();
  }

  private static FunctionShare share(long end, String name, long refused, long failures) {
    FunctionShare share = new FunctionShare();
    share.living = 20;
    share.attempts = 50;
    share.ended = 50;
    share.durationMicros = 5_000_000;
    share.refused = refused;
    share.failures = failures;
    if (refused > 0) {
      share.lines = List.of(new ExhaustionLine(end, name, "", "stream", "", "refused"));
    }
    return share;
  }

  @Test
  void poolsSoEmptyThatCallsFailPage() {
    unknown.poolEmpty(10).failing(5).slot(20, 100);
    assertThat(unknown.last().severity).isEqualTo(Severity.PAGE);
    assertThat(unknown.last().headline).contains("run empty inside checkout: 10 lines");
    assertThat(unknown.last().prediction).isNull();
    assertThat(unknown.last().recommendations)
        .extracting(row -> row.action)
        .containsExactly("look at the pool inside the process, not at the server");
    assertThat(unknown.last().recommendations.get(0).reason).contains("too small or leaks");
    unknown.slots(60, 20, 100);
    assertThat(unknown.last().recovered).isTrue();
  }

  @Test
  void soDoThoseOfADeclaredDatabaseThatHasRoom() {
    Estate declared = new Estate("orders-db");
    declared.slots(60, 10, 100);
    for (int i = 0; i < 12; i++) {
      declared.poolEmpty(20).failing(12).slot(10, 100);
    }
    assertThat(declared.last().severity).isEqualTo(Severity.PAGE);
    assertThat(declared.last().headline)
        .contains("inside checkout", "the server has 20 of 100 in use");
    assertThat(declared.last().impact.seen).isTrue();
    assertThat(declared.last().prediction).isNull();
    assertThat(declared.last().recommendations).hasSize(1);
    declared.slots(60, 10, 100);
    assertThat(declared.last().recovered).isTrue();
  }

  @Test
  void norDoLinesOfADeclaredDatabaseThatHasRoomWhileCallsGoOn() {
    Estate declared = new Estate("orders-db");
    declared.slots(60, 10, 100);
    for (int i = 0; i < 30; i++) {
      declared.poolEmpty(10).failing(1).slot(10, 100);
    }
    assertThat(declared.findings()).isEmpty();
  }

  @Test
  void poolLinesOfCallsThatWaitAndGoOnSayNothing() {
    for (int i = 0; i < 30; i++) {
      unknown.poolEmpty(10).failing(1).slot(20, 100);
    }
    assertThat(unknown.findings()).isEmpty();
  }

  @Test
  void norDoThoseOfFewCalls() {
    for (int i = 0; i < 30; i++) {
      unknown.poolEmpty(4).failing(4).slot(20, 100);
    }
    assertThat(unknown.findings()).isEmpty();
  }

  @Test
  void norDoFewAmongManyFailuresForAnotherReason() {
    for (int i = 0; i < 30; i++) {
      unknown.poolEmpty(4).failing(40).slot(20, 100);
    }
    assertThat(unknown.findings()).isEmpty();
  }

  @Test
  void itsBytesAreFew() {
    unknown.refusing(6).failing(0).slot(20, 100);
    ConnectionState.ByteCodec codec = new ConnectionState.ByteCodec();
    int before = Bytes.of(codec, unknown.state).length;
    for (int i = 0; i < 200; i++) {
      unknown.refusing(6).failing(0).slot(20, 100);
    }
    int panes = ConnectionState.PANES * 32;
    assertThat(Bytes.of(codec, unknown.state).length - before - panes).isLessThan(600);
  }
}
