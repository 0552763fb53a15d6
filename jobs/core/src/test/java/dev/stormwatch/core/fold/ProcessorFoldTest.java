package dev.stormwatch.core.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.FunctionSlot;
import org.junit.jupiter.api.Test;

class ProcessorFoldTest {

  private final ProcessorFold fold = new ProcessorFold();

  private void call(String function, long processorMicros, long durationMicros, long memory) {
    Observation line = new Observation();
    line.reset(0);
    line.function = function;
    line.processorMicros = processorMicros;
    line.durationMicros = durationMicros;
    line.memoryMegabytes = memory;
    fold.add(line);
  }

  @Test
  void sumsUpByFunction() {
    fold.begin("1", "eu-west-1");
    call("b", 100, 1_000, 1769);
    call("a", 10, 1_000, 1769);
    call("b", 200, 2_000, 1769);

    assertThat(fold.slots()).extracting(slot -> slot.function.name()).containsExactly("a", "b");
    FunctionSlot slot = fold.slots().stream().skip(1).findFirst().orElseThrow();
    assertThat(slot.function.account()).isEqualTo("1");
    assertThat(slot.processor.usedMicros).isEqualTo(300);
    assertThat(slot.processor.givenMicros).isEqualTo(3_000);
    assertThat(slot.records).isZero();
  }

  @Test
  void nobodyUsesMoreThanIsGiven() {
    fold.begin("1", "eu-west-1");
    call("a", 9_000, 1_000, 3538);

    assertThat(fold.slots()).extracting(slot -> slot.processor.usedMicros).containsExactly(2_000L);
  }

  @Test
  void whatIsNotToldIsLeftOut() {
    fold.begin("1", "eu-west-1");
    call("", 10, 1_000, 1769);
    call("a", Observation.NONE, 1_000, 1769);
    assertThat(fold.slots()).isEmpty();
  }

  @Test
  void aRecordOfMadeUpNamesIsBounded() {
    fold.begin("1", "eu-west-1");
    for (int i = 0; i < 1_000; i++) {
      call("f" + i, 10, 1_000, 1769);
    }
    assertThat(fold.slots()).hasSize(64);
    fold.clear();
    assertThat(fold.slots()).isEmpty();
  }
}
