package dev.stormwatch.lab.estate;

import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.chance.LogNormal;
import dev.stormwatch.lab.format.Section;
import dev.stormwatch.lab.log.LogStyle;
import dev.stormwatch.lab.log.ManagedRuntime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function as its owner wrote and configured it: one section of a scenario file. */
public final class FunctionSpec {

  /** What asks the database. */
  record Queries(String database, LogNormal millis, double share, int connections, double tries) {}

  /** What it needs from somebody else. */
  record Needs(String dependency, LogNormal millis) {}

  /** Who calls it and waits. */
  record Client(int retries, double backoffMillis, double timeoutMillis, double persistence) {}

  /** Whom its work calls in turn. */
  record Emit(
      String to,
      double children,
      double share,
      LogNormal delayMillis,
      boolean carriesTrace,
      boolean guarded,
      boolean runawayOnly,
      int depthLimit) {}

  /** How much of a trace its lines show. */
  enum Tracing {
    NONE,
    XRAY,
    APPLICATION
  }

  /** How it tells of the batches it gets. */
  enum BatchLines {
    NONE,
    PLAIN,
    EMF,
    POWERTOOLS
  }

  public final String name;
  public final boolean synchronous;
  public final int memoryMb;
  public final int timeoutSeconds;

  /** Reserved concurrency; negative for none. */
  public final int reserved;

  public final LogStyle style;

  /** How much of the processor that its memory buys it really uses, 0 to 1. */
  public final double cpuShare;

  final int provisioned;
  final LogNormal init;
  final @Nullable LogNormal restore;
  final LogNormal work;
  final double perItemMillis;
  final double errorShare;
  final @Nullable Queries queries;
  final @Nullable Needs needs;
  final Client client;
  final List<Emit> emits = new ArrayList<>();
  final @Nullable Traffic traffic;
  final double idleMinutes;
  final double lifetimeMinutes;
  final String version;
  final String message;
  final double messageShare;
  final Tracing tracing;
  final BatchLines batchLines;
  final String gauges;
  final boolean correlates;

  /** Does Lambda Insights measure its calls? */
  final boolean insights;

  FunctionSpec(String name, String region, Section section) {
    this.name = name;
    ManagedRuntime runtime = section.choice("runtime", ManagedRuntime.NODEJS_22);
    synchronous = section.flag("synchronous", true);
    memoryMb = section.whole("memoryMb", 512);
    timeoutSeconds = section.whole("timeoutSeconds", 30);
    reserved = section.whole("reservedConcurrency", -1);
    cpuShare = section.number("cpuShare", 1);
    provisioned = section.whole("provisionedConcurrency", 0);
    boolean json = section.text("logFormat", "text").equals("json");
    style =
        new LogStyle(
            name,
            runtime,
            json,
            section.text("systemLogLevel", "info").equals("warn"),
            section.flag("statusInReport", true),
            memoryMb,
            timeoutSeconds,
            region);
    init =
        new LogNormal(
            section.number("initMillis", runtime.initMillis * 1.6),
            section.number("initSigma", runtime.initSigma));
    restore =
        section.has("restoreMillis")
            ? new LogNormal(section.number("restoreMillis"), section.number("restoreSigma", 0.3))
            : null;
    work = new LogNormal(section.number("workMillis", 50), section.number("workSigma", 0.35));
    perItemMillis = section.number("perItemMillis", 0);
    errorShare = section.number("errorShare", 0);
    queries = section.section("queries").map(FunctionSpec::queries).orElse(null);
    needs = section.section("needs").map(FunctionSpec::needs).orElse(null);
    client = section.section("client").map(FunctionSpec::client).orElse(new Client(0, 0, 1e9, 0));
    for (Section emit : section.list("emits")) {
      emits.add(emit(emit));
    }
    traffic = section.section("traffic").map(Traffic::new).orElse(null);
    idleMinutes = section.number("idleMinutes", 7);
    lifetimeMinutes = section.number("lifetimeMinutes", 80);
    version = section.text("version", "$LATEST");
    message = section.text("message", "done");
    messageShare = section.number("messageShare", 0.1);
    tracing = section.choice("tracing", Tracing.NONE);
    batchLines = section.choice("batchLines", BatchLines.NONE);
    gauges = section.text("gauges", "");
    correlates = section.flag("correlates", false);
    insights = section.flag("insights", false);
  }

  private static Queries queries(Section section) {
    return new Queries(
        section.text("database"),
        new LogNormal(section.number("millis", 20), section.number("sigma", 0.4)),
        section.number("share", 1),
        section.whole("connectionsPerEnvironment", 1),
        section.whole("tries", 1));
  }

  private static Needs needs(Section section) {
    return new Needs(
        section.text("dependency"),
        new LogNormal(section.number("millis", 80), section.number("sigma", 0.4)));
  }

  private static Client client(Section section) {
    return new Client(
        section.whole("retries", 0),
        section.number("backoffMillis", 200),
        section.number("timeoutMillis", 1e9),
        section.number("persistence", 1));
  }

  private static Emit emit(Section section) {
    return new Emit(
        section.text("to"),
        section.number("children", 1),
        section.number("share", 1),
        new LogNormal(section.number("delayMillis", 120), section.number("delaySigma", 0.5)),
        section.flag("carriesTrace", true),
        section.flag("guarded", false),
        section.flag("runawayOnly", false),
        section.whole("depthLimit", 1_000_000));
  }

  /** How long one init takes, in hundredths of a millisecond. */
  long drawInit(Dice dice) {
    long usual = init.drawHundredths(dice);
    return dice.chance(style.runtime().stragglerShare)
        ? (long) (usual * dice.between(2, 3))
        : usual;
  }

  /** The database that it holds connections to, or empty. */
  public String database() {
    return queries == null ? "" : queries.database();
  }

  /** How many connections each of its environments opens. */
  public int connectionsPerEnvironment() {
    return queries == null ? 0 : queries.connections();
  }
}
