package dev.stormwatch.lab.scenario;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.estate.Database;
import dev.stormwatch.lab.estate.Estate;
import dev.stormwatch.lab.estate.FunctionSpec;
import dev.stormwatch.lab.estate.Invocation;
import dev.stormwatch.lab.estate.Truth;
import dev.stormwatch.lab.format.Json;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * The retry loop around a database as it really was: attempts that traffic demanded, those that
 * failures caused, how strongly the loop fed itself, and whether it ended without help.
 *
 * <p>The loop's gain is the factor by which caused attempts grow in half a minute, per demanded
 * one: above 1 the loop grows, at 1 it keeps itself up, below 1 it dies down. Half a minute holds
 * as many generations, from an attempt to the next, as it holds; the gain is theirs multiplied.
 */
final class LoopTruth {

  private static final int SLOT_MILLIS = 5_000;

  /** Slots of a window; two of them, a minute each, tell how fast the loop grows. */
  private static final int WINDOW = 12;

  /** A row each so many slots. */
  private static final int EVERY = 2;

  /** With fewer caused attempts in a window nothing is said about the gain. */
  private static final double ENOUGH = 20;

  /** With so many caused attempts for each demanded one there is a loop. */
  private static final double LOOPS = 0.1;

  /** A loop that is over so soon after its trigger has healed by itself. */
  private static final long HEALS_WITHIN_MILLIS = 300_000;

  /** Demand of at most so many times the usual is no trigger. */
  private static final double ORDINARY = 1.5;

  private final Database database;
  private final long start;
  private final double[] demanded;
  private final double[] caused;
  private final double[] returns;
  private final double[] returnMillis;

  LoopTruth(Estate estate, Database database, long start, long end) {
    this.database = database;
    this.start = start;
    int slots = (int) ((end - start) / SLOT_MILLIS);
    demanded = new double[slots];
    caused = new double[slots];
    returns = new double[slots];
    returnMillis = new double[slots];
    Set<String> functions =
        estate.specs().stream()
            .filter(spec -> spec.database().equals(database.id))
            .map((FunctionSpec spec) -> spec.name)
            .collect(Collectors.toSet());
    for (String function : functions) {
      for (Invocation call : estate.truth.invocations(function)) {
        add(call.attempt() > 1 ? caused : demanded, call.arrival(), 1);
      }
    }
    for (Truth.Return back : estate.truth.returns()) {
      if (functions.contains(back.function())) {
        add(returns, back.at(), 1);
        add(returnMillis, back.at(), (double) back.afterMillis());
      }
    }
  }

  private void add(double[] slots, long at, double amount) {
    int slot = (int) Math.floorDiv(at - start, (long) SLOT_MILLIS);
    if (slot >= 0 && slot < slots.length) {
      slots[slot] += amount;
    }
  }

  private static double sum(double[] slots, int from, int to) {
    double sum = 0;
    for (int slot = Math.max(0, from); slot < Math.min(to, slots.length); slot++) {
      sum += slots[slot];
    }
    return sum;
  }

  /** What a label says of it; empty where failures caused no attempts to speak of. */
  ObjectNode label(long onset, long until) {
    ObjectNode label = Json.object();
    ArrayNode rows = Json.object().putArray("rows");
    int last = (int) ((until - start) / SLOT_MILLIS);
    boolean looped = false;
    for (int slot = (int) ((onset - start) / SLOT_MILLIS); slot <= last; slot += EVERY) {
      double now = sum(caused, slot - WINDOW, slot);
      double before = sum(caused, slot - 2 * WINDOW, slot - WINDOW);
      if (now >= ENOUGH && before >= ENOUGH) {
        rows.add(row(slot, now, before));
        looped = true;
      }
    }
    if (!looped) {
      return label;
    }
    if (!database.troubled()) {
      long triggered = Math.max(database.recoveredAt(), demandEased(onset));
      long ceased = ceased();
      boolean known = ceased < lastSlot() || ceased - triggered >= HEALS_WITHIN_MILLIS;
      if (known) {
        label.put("healsByItself", ceased - triggered < HEALS_WITHIN_MILLIS);
        label.put("outlastsTriggerSeconds", Math.max(0, ceased - triggered) / 1000);
      }
    }
    label.set("rows", rows);
    return label;
  }

  private ObjectNode row(int slot, double now, double before) {
    double demandNow = Math.max(1, sum(demanded, slot - WINDOW, slot));
    double demandBefore = Math.max(1, sum(demanded, slot - 2 * WINDOW, slot - WINDOW));
    double generation =
        sum(returnMillis, slot - WINDOW, slot)
            / Math.max(1, sum(returns, slot - WINDOW, slot))
            / 1000;
    double seconds = WINDOW * SLOT_MILLIS / 1000.0;
    ObjectNode row = Json.object();
    row.put("at", Json.time(start + (long) slot * SLOT_MILLIS));
    row.put("demandedPerSecond", rounded(demandNow / seconds));
    row.put("causedPerSecond", rounded(now / seconds));
    row.put("generationSeconds", rounded(generation));
    row.put("gain", rounded(Math.sqrt(now / demandNow / (before / demandBefore))));
    return row;
  }

  /** When demand was last beyond the ordinary. */
  private long demandEased(long onset) {
    int begin = Math.max(1, (int) ((onset - start) / SLOT_MILLIS));
    double usual = Math.max(0.05, sum(demanded, 0, begin) / begin);
    return start
        + SLOT_MILLIS
            * last(slot -> sum(demanded, slot - WINDOW, slot) > ORDINARY * usual * WINDOW);
  }

  /** When failures last caused attempts to speak of. */
  private long ceased() {
    return start
        + SLOT_MILLIS
            * last(
                slot ->
                    sum(caused, slot - WINDOW, slot)
                        >= LOOPS * Math.max(1, sum(demanded, slot - WINDOW, slot)));
  }

  private long lastSlot() {
    return start + SLOT_MILLIS * (caused.length - 1L);
  }

  private long last(IntPredicate holds) {
    int slot = caused.length - 1;
    while (slot > 0 && !holds.test(slot)) {
      slot--;
    }
    return slot;
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
