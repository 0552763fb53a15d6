package dev.stormwatch.stream;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.function.FunctionLogic;
import dev.stormwatch.core.function.FunctionState;
import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Mergeable;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** A {@link SlotOperator} in Flink's harness that can be stopped and restored on the way. */
final class HostedRun<D extends Mergeable<D>, S, R> {

  /** One run's ingredients, from which the operator is made anew after a restore. */
  static final class Recipe<D extends Mergeable<D>, S, R> {

    private final SlotLogic<D, S, R> logic;
    private final Codec<D> slots;
    private final Codec<S> states;
    private final long slotMillis;
    private final KeySelector<D, String> key;
    private final TypeSerializer<R> results;
    private @Nullable StateBackend backend;

    Recipe(
        SlotLogic<D, S, R> logic,
        Codec<D> slots,
        Codec<S> states,
        long slotMillis,
        KeySelector<D, String> key,
        TypeSerializer<R> results) {
      this.logic = logic;
      this.slots = slots;
      this.states = states;
      this.slotMillis = slotMillis;
      this.key = key;
      this.results = results;
    }

    static Recipe<FunctionSlot, FunctionState, Finding> ofFunctions(Settings settings) {
      return new Recipe<>(
          new FunctionLogic(settings),
          new FunctionSlot.ByteCodec(),
          new FunctionState.ByteCodec(),
          settings.clock.slotMillis,
          slot -> slot.function.key(),
          new CodecSerializer<>(new Finding.ByteCodec()));
    }

    Recipe<D, S, R> on(StateBackend newBackend) {
      backend = newBackend;
      return this;
    }

    HostedRun<D, S, R> start() throws Exception {
      return new HostedRun<>(this, null);
    }

    HostedRun<D, S, R> restore(OperatorSubtaskState snapshot) throws Exception {
      return new HostedRun<>(this, snapshot);
    }
  }

  private final Recipe<D, S, R> recipe;
  private final List<R> before = new ArrayList<>();
  private KeyedOneInputStreamOperatorTestHarness<String, D, R> harness;

  private HostedRun(Recipe<D, S, R> recipe, @Nullable OperatorSubtaskState snapshot)
      throws Exception {
    this.recipe = recipe;
    this.harness = open(recipe, snapshot);
  }

  private static <D extends Mergeable<D>, S, R>
      KeyedOneInputStreamOperatorTestHarness<String, D, R> open(
          Recipe<D, S, R> recipe, @Nullable OperatorSubtaskState snapshot) throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, D, R> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(
                new SlotOperator<>(recipe.logic, recipe.slots, recipe.states, recipe.slotMillis)),
            recipe.key,
            Types.STRING);
    if (recipe.backend != null) {
      harness.setStateBackend(recipe.backend);
    }
    harness.setup(recipe.results);
    if (snapshot != null) {
      harness.initializeState(snapshot);
    }
    harness.open();
    return harness;
  }

  void piece(long time, D piece) throws Exception {
    harness.processElement(piece, time);
  }

  void known(long time) throws Exception {
    harness.processWatermark(time);
  }

  OperatorSubtaskState snapshot() throws Exception {
    return harness.snapshot(1, 1);
  }

  /** One of several of a run, of which this is complete at once. */
  OperatorSubtaskState checkpoint(long id) throws Exception {
    OperatorSubtaskState checkpoint = harness.snapshot(id, id);
    harness.notifyOfCompletedCheckpoint(id);
    return checkpoint;
  }

  /** The process dies and comes back from its latest snapshot; no watermark comes with it. */
  void crash() throws Exception {
    OperatorSubtaskState snapshot = snapshot();
    before.addAll(harness.extractOutputValues());
    harness.close();
    harness = open(recipe, snapshot);
  }

  /** Everything that came out so far, in order. */
  List<R> output() {
    List<R> all = new ArrayList<>(before);
    all.addAll(harness.extractOutputValues());
    return all;
  }

  <X> List<X> sideOutput(OutputTag<X> tag) {
    List<X> all = new ArrayList<>();
    Queue<StreamRecord<X>> records = harness.getSideOutput(tag);
    if (records != null) {
      records.forEach(record -> all.add(record.getValue()));
    }
    return all;
  }

  int timers() {
    return harness.numEventTimeTimers();
  }

  int stateEntries() {
    return harness.numKeyedStateEntries();
  }

  /** Ends it; what came out of it. */
  List<R> end() throws Exception {
    List<R> all = output();
    close();
    return all;
  }

  /** Ends it; what is kept of it. */
  OperatorSubtaskState stop() throws Exception {
    OperatorSubtaskState snapshot = snapshot();
    close();
    return snapshot;
  }

  void close() throws Exception {
    harness.close();
  }
}
