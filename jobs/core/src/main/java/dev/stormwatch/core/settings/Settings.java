package dev.stormwatch.core.settings;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that can be set, in effect: what was not given has its default. */
public final class Settings implements Serializable {

  private static final long serialVersionUID = 1L;

  public final ClockSettings clock;
  public final DecodeSettings decode;
  public final ColdStartSettings coldStart;
  public final ConnectionSettings connections;
  public final ShardSettings shards;
  public final TelemetryGapSettings telemetryGap;
  public final DependencySettings dependency;
  public final IncidentSettings incident;
  public final PriceSettings prices;
  public final CostSettings cost;

  /** An environment not heard of for so long is taken for reaped. */
  public final long environmentIdleMillis;

  /** SHA-256 over the effective settings, 64 hexadecimal digits. */
  public final String hash;

  private final ArrayList<FunctionRule> functions = new ArrayList<>();
  private final ArrayList<DatabaseRule> databases = new ArrayList<>();
  private final ArrayList<Glob> ignore = new ArrayList<>();

  public final PagingSettings paging;
  private final ArrayList<Silence> silences = new ArrayList<>();

  /** A function that logs for so long without a START or REPORT is blind. */
  public final long blindMillis;

  public final CascadeSettings cascade;

  public Settings(Values values, String hash) {
    clock = new ClockSettings(values);
    decode = new DecodeSettings(values);
    coldStart = new ColdStartSettings(values);
    connections = new ConnectionSettings(values);
    values.items("databases").forEach(item -> databases.add(new DatabaseRule(item)));
    shards = new ShardSettings(values);
    dependency = new DependencySettings(values);
    telemetryGap = new TelemetryGapSettings(values);
    incident = new IncidentSettings(values);
    prices = new PriceSettings(values);
    cost = new CostSettings(values);
    cascade = new CascadeSettings(values);
    blindMillis = values.whole("environments.blindSeconds") * 1000;
    environmentIdleMillis = values.whole("environments.idleSeconds") * 1000;
    values.items("functions").forEach(item -> functions.add(new FunctionRule(item)));
    values.texts("ignore").forEach(text -> ignore.add(new Glob(text)));
    paging = new PagingSettings(values);
    values.items("silences").forEach(item -> silences.add(new Silence(item)));
    this.hash = hash;
  }

  /** The short form that goes into alerts. */
  public String shortHash() {
    return hash.substring(0, 16);
  }

  public boolean ignores(String logGroup) {
    for (Glob glob : ignore) {
      if (glob.matches(logGroup)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Does somebody wait for this function's answer? The first rule that matches decides; else yes.
   */
  public boolean synchronous(String function) {
    FunctionRule rule = rule(function);
    return rule == null || rule.synchronous;
  }

  /** The first rule that matches a function, or null when none does. */
  public @Nullable FunctionRule rule(String function) {
    for (FunctionRule rule : functions) {
      if (rule.match.matches(function)) {
        return rule;
      }
    }
    return null;
  }

  /** Does any rule speak of this function? */
  public boolean declares(String function) {
    return rule(function) != null;
  }

  /** A function's reserved concurrency by the first rule that matches; 0 where none is declared. */
  public long reservedConcurrency(String function) {
    FunctionRule rule = rule(function);
    return rule == null ? 0 : rule.reservedConcurrency;
  }

  /** The application that a function is part of; empty where none is declared. */
  public String application(String function) {
    FunctionRule rule = rule(function);
    return rule == null ? "" : rule.application;
  }

  /** The databases, in the order given. */
  public List<DatabaseRule> databases() {
    return List.copyOf(databases);
  }

  /** The database of an id, or null when the settings name none. */
  public @Nullable DatabaseRule database(String id) {
    for (DatabaseRule database : databases) {
      if (database.id.equals(id)) {
        return database;
      }
    }
    return null;
  }

  /** What is not to be heard, in the order given. */
  public List<Silence> silences() {
    return List.copyOf(silences);
  }
}
