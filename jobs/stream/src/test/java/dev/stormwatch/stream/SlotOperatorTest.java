package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.slot.SlotLogic;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** What a key costs its host, and what becomes of it around a restart. */
class SlotOperatorTest {

  private static final long SLOT = 5_000;
  private static final long START = 1_770_000_000_000L;
  private static final long FORTNIGHT = 14L * 24 * 3_600_000;

  @Test
  void keepsOneTimerHoweverOftenTheWakeMovesAway() throws Exception {
    HostedRun<Tally, Diary, String> run = run(new Deadline());
    for (int i = 0; i < 2_000; i++) {
      run.piece(START + i * SLOT, new Tally("k", 1));
      run.known(START + (i + 1) * SLOT - 1);
      assertThat(run.timers()).isEqualTo(1);
    }
    assertThat(run.output()).hasSize(2_000);
    run.close();
  }

  @Test
  void keepsOneTimerAnOpenSlotHoweverManyPiecesItHas() throws Exception {
    HostedRun<Tally, Diary, String> run = run(new Deadline());
    for (int i = 0; i < 100; i++) {
      run.piece(START + i % 4 * SLOT + i, new Tally("k", 1));
    }
    assertThat(run.timers()).isEqualTo(4);
    run.close();
  }

  @Test
  void wakesOnceAFortnightAfterTheLastSlotAndNotAfterTheFirst() throws Exception {
    HostedRun<Tally, Diary, String> run = run(new Deadline());
    run.piece(START, new Tally("k", 1));
    run.known(START + SLOT - 1);
    run.piece(START + FORTNIGHT / 2, new Tally("k", 1));
    run.known(START + FORTNIGHT + FORTNIGHT / 2);
    assertThat(run.output()).containsExactly("slot 0", "slot " + FORTNIGHT / 2);
    run.known(START + FORTNIGHT / 2 + FORTNIGHT + 2 * SLOT - 1);
    assertThat(run.output()).hasSize(3).last().isEqualTo("wake " + (FORTNIGHT / 2 + FORTNIGHT));
    run.close();
  }

  @Test
  void nothingIsLeftOfAKeyThatWasForgotten() throws Exception {
    HostedRun<Tally, Diary, String> run = run(new Deadline());
    for (int key = 0; key < 50; key++) {
      run.piece(START, new Tally("k" + key, 1));
    }
    run.known(START + SLOT - 1);
    assertThat(run.stateEntries()).isEqualTo(50);
    run.known(START + FORTNIGHT + 2 * SLOT);
    assertThat(run.stateEntries()).isZero();
    assertThat(run.timers()).isZero();
    run.close();
  }

  @Test
  void aStragglerJoinsTheOpenSlotAlsoRightAfterARestore() throws Exception {
    HostedRun<Tally, Diary, String> run = run(new Deadline());
    run.piece(START, new Tally("k", 1));
    run.known(START + 3 * SLOT - 1);
    run.crash();
    run.piece(START + 1, new Tally("k", 1));
    // The source begins again where it reads, which may be behind where the clock had been.
    run.known(START + SLOT - 1);
    run.piece(START + SLOT, new Tally("k", 1));
    run.known(START + 4 * SLOT - 1);
    assertThat(run.output()).containsExactly("slot 0", "slot " + 3 * SLOT);
    run.close();
  }

  @Test
  void theClockSurvivesTwoRestoresWithNothingBetweenThem() throws Exception {
    HostedRun<Tally, Diary, String> run = run(new Deadline());
    run.piece(START, new Tally("k", 1));
    run.known(START + 3 * SLOT - 1);
    run.crash();
    run.crash();
    run.piece(START + 1, new Tally("k", 1));
    run.known(START + 4 * SLOT - 1);
    assertThat(run.output()).containsExactly("slot 0", "slot " + 3 * SLOT);
    run.close();
  }

  /** A job that is drained ends its time; one that starts from its savepoint goes on in it. */
  @Test
  void aDrainedJobCanBeContinued() throws Exception {
    HostedRun.Recipe<Tally, Diary, String> recipe = recipe(new Deadline());
    HostedRun<Tally, Diary, String> drained = recipe.start();
    drained.piece(START, new Tally("k", 1));
    drained.known(START + SLOT - 1);
    drained.known(Long.MAX_VALUE);
    OperatorSubtaskState savepoint = drained.snapshot();
    drained.close();

    HostedRun<Tally, Diary, String> run = recipe.restore(savepoint);
    run.piece(START + SLOT, new Tally("k", 1));
    run.known(START + 2 * SLOT - 1);
    run.piece(START, new Tally("k", 1));
    run.known(START + 3 * SLOT - 1);
    assertThat(run.output()).containsExactly("slot " + SLOT, "slot " + 2 * SLOT);
    run.close();
  }

  private static HostedRun<Tally, Diary, String> run(SlotLogic<Tally, Diary, String> logic)
      throws Exception {
    return recipe(logic).start();
  }

  private static HostedRun.Recipe<Tally, Diary, String> recipe(
      SlotLogic<Tally, Diary, String> logic) {
    return new HostedRun.Recipe<>(
        logic,
        new Tally.ByteCodec(),
        new Diary.ByteCodec(),
        SLOT,
        tally -> tally.key,
        StringSerializer.INSTANCE);
  }

  /** Wants to be woken a fortnight after the latest slot, each slot anew, and then forgets. */
  private static final class Deadline implements SlotLogic<Tally, Diary, String> {

    private static final long serialVersionUID = 1L;

    @Override
    public Diary newState() {
      return new Diary();
    }

    @Override
    public void onSlot(long end, Tally tally, Diary diary, Effects<String> effects) {
      effects.emit("slot " + (end - SLOT - START));
      effects.wakeAt(end - SLOT + FORTNIGHT);
    }

    @Override
    public void onWake(long end, Diary diary, Effects<String> effects) {
      effects.emit("wake " + (end - SLOT - START));
      effects.forget();
    }
  }
}
