package dev.stormwatch.core.source;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.shard.SourceState;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.settings.TestSettings;
import dev.stormwatch.core.slot.RecordingEffects;
import java.util.List;
import java.util.function.Consumer;

/** A mapping's life: one slot after another through its logic. */
final class MappingLife {

  static final FunctionId ENRICH = new FunctionId("111122223333", "eu-west-1", "enrich");
  static final String STREAM = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks";
  static final String QUEUE = "arn:aws:sqs:eu-west-1:111122223333:jobs";
  static final long SLOT = 5_000;
  static final long T = 1_772_440_020_000L / SLOT * SLOT;

  /** Longer than any number that a double holds exactly. */
  static final String PREFIX = "4966012300000000000000000000000000000000000000";

  private final SourceLogic logic;
  private final RecordingEffects<Finding> effects = new RecordingEffects<>();
  private final String source;
  SourceState state;
  long now = T;
  int number = 1000;

  MappingLife(String source) {
    this(source, TestSettings.usual());
  }

  MappingLife(String source, TestSettings settings) {
    this.logic = new SourceLogic(settings.settings());
    this.state = logic.newState();
    this.source = source;
  }

  MappingLife slots(int count, Consumer<EventSourceSlot> data) {
    for (int i = 0; i < count; i++) {
      EventSourceSlot slot = new EventSourceSlot(ENRICH, source);
      data.accept(slot);
      now += SLOT;
      number++;
      if (!slot.parts.isEmpty() || !slot.givenUp.isEmpty() || !slot.counts.isEmpty()) {
        logic.onSlot(now, slot, state, effects);
      }
    }
    return this;
  }

  void ok(EventSourceSlot slot, int shard, long age) {
    String sequence = PREFIX + number;
    slot.part(name(shard)).succeeded(now + 1_000, sequence, sequence, 10, age);
  }

  void fails(EventSourceSlot slot, int shard, int first, int last, String error) {
    FailedBatch failure =
        new FailedBatch(
            now + 2_000, PREFIX + first, PREFIX + last, error, 3_000, 10, -1, -1, "stream", "");
    slot.part(name(shard)).failed(failure);
  }

  List<Finding> said(Kind kind) {
    return effects.emitted.stream().filter(f -> f.kind == kind && !f.recovered).toList();
  }

  List<Finding> all() {
    return effects.emitted;
  }

  static String name(int shard) {
    return "shardId-00000000000" + shard;
  }

  static void queueGoesOn(MappingLife life, EventSourceSlot slot) {
    slot.part(EventSourceSlot.NO_SHARD).succeeded(life.now, "", "", 10, -1);
  }

  static void messageFails(MappingLife life, EventSourceSlot slot, String id, String request) {
    slot.part(EventSourceSlot.MESSAGE + id)
        .failed(new FailedBatch(life.now, "", "", "ValueError", -1, 2, -1, -1, "stream", request));
  }
}
