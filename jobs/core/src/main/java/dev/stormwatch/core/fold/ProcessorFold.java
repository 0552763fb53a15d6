package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import java.util.Collection;
import java.util.TreeMap;

/**
 * Folds what one record of Lambda Insights tells of functions' processors. Its lines are of many
 * functions, and each names its own: a claim, so a line changes what a function is thought to
 * compute and nothing else of it.
 */
public final class ProcessorFold {

  /** Functions that are kept of one record. */
  private static final int MOST = 64;

  private final TreeMap<String, FunctionSlot> slots = new TreeMap<>();
  private String account = "";
  private String region = "";

  /** Empties it. */
  public void clear() {
    if (!slots.isEmpty()) {
      slots.clear();
    }
  }

  /** Starts a record of an account and region. */
  public void begin(String newAccount, String newRegion) {
    account = newAccount;
    region = newRegion;
  }

  /** Adds what a line tells of one call. */
  public void add(Observation line) {
    boolean known = slots.containsKey(line.function);
    if (line.function.isEmpty() || line.processorMicros < 0 || !known && slots.size() >= MOST) {
      return;
    }
    slots
        .computeIfAbsent(
            line.function, name -> new FunctionSlot(new FunctionId(account, region, name)))
        .processor
        .add(line.processorMicros, line.durationMicros, line.memoryMegabytes);
  }

  /** A slot for each function, in order of their names. */
  public Collection<FunctionSlot> slots() {
    return slots.values();
  }
}
