package dev.stormwatch.lab.estate;

import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.estate.FunctionSpec.Emit;
import dev.stormwatch.lab.format.ScenarioException;
import dev.stormwatch.lab.format.Section;
import dev.stormwatch.lab.log.ApplicationLines;
import dev.stormwatch.lab.log.ApplicationLines.GivenUp;
import dev.stormwatch.lab.log.InsightsLine;
import dev.stormwatch.lab.log.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions, databases, streams and queues of one account in one Region, and what they do. */
public final class Estate {

  /** Lambda drops a call that is the sixteenth of the same chain, where it can see the chain. */
  private static final int LOOP_LIMIT = 16;

  /**
   * A stream as its owner configured it.
   *
   * @param declared do the settings say how long it keeps records?
   */
  public record Stream(
      String name, String arn, long retentionMillis, boolean declared, boolean bisect) {}

  /** The lines of one log stream. */
  public record LogStream(String logGroup, String name, List<Line> lines) {

    static LogStream ofFunction(String function, String name, List<Line> lines) {
      return new LogStream("/aws/lambda/" + function, name, lines);
    }
  }

  public final String account;
  public final String region;
  public final Truth truth = new Truth();
  final Simulation simulation;
  final Tracer tracer;
  final Account concurrency;

  /** Executions at once that the account may have. */
  public final int accountConcurrency;

  private final long start;
  private final Map<String, LambdaFunction> functions = new LinkedHashMap<>();
  private final Map<String, Callers> callers = new LinkedHashMap<>();
  private final Map<String, Database> databases = new LinkedHashMap<>();
  private final Map<String, Dependency> dependencies = new LinkedHashMap<>();
  private final Map<String, EventSource> sources = new LinkedHashMap<>();
  private final Map<String, List<Line>> destinations = new LinkedHashMap<>();
  private final Dice emitDice;

  /**
   * @param start when the recording begins, epoch milliseconds
   * @param runIn milliseconds for which the estate runs before
   * @param length milliseconds
   */
  public Estate(
      String account, String region, long start, long runIn, long length, Section file, Dice dice) {
    this.account = account;
    this.region = region;
    this.start = start;
    this.simulation = new Simulation(start - runIn, start + length);
    this.tracer = new Tracer(simulation);
    this.accountConcurrency = file.whole("accountConcurrency", Account.USUAL);
    this.concurrency = new Account(accountConcurrency);
    this.emitDice = dice.forPurpose("emits");
    file.sections("databases")
        .forEach((id, section) -> databases.put(id, new Database(id, section)));
    file.sections("functions").forEach((name, section) -> add(name, section, dice));
    file.sections("streams")
        .forEach(
            (name, section) ->
                sources.put(
                    name,
                    new StreamSource(name, section, this, dice.forPurpose("stream " + name))));
    file.sections("queues")
        .forEach(
            (name, section) ->
                sources.put(
                    name, new QueueSource(name, section, this, dice.forPurpose("queue " + name))));
    references();
  }

  private void add(String name, Section section, Dice dice) {
    FunctionSpec spec = new FunctionSpec(name, region, section);
    if (spec.reserved >= 0) {
      concurrency.reserve(spec.reserved);
    }
    LambdaFunction function = new LambdaFunction(spec, this, dice.forPurpose("function " + name));
    functions.put(name, function);
    callers.put(name, new Callers(this, function, dice.forPurpose("callers of " + name)));
    if (spec.needs != null) {
      dependencies.putIfAbsent(spec.needs.dependency(), new Dependency(spec.needs.dependency()));
    }
  }

  /** Names that do not exist are told before anything runs. */
  private void references() {
    for (LambdaFunction function : functions.values()) {
      if (!function.spec.database().isEmpty()) {
        database(function.spec.database());
      }
      for (Emit emit : function.spec.emits) {
        if (!sources.containsKey(emit.to())) {
          function(emit.to());
        }
      }
    }
    sources.values().forEach(source -> function(source.consumer()));
  }

  /** Lets everything happen, from the running-in to the end. */
  public void run() {
    long from = simulation.now();
    callers.forEach(
        (name, caller) -> {
          Traffic traffic = function(name).spec.traffic;
          if (traffic != null) {
            Dice dice = function(name).dice.forPurpose("arrivals");
            traffic.schedule(simulation, from, start, dice, caller::call);
          }
        });
    sources.values().forEach(source -> source.begin(from, start));
    simulation.run();
  }

  LambdaFunction function(String name) {
    return known(functions, name, "function");
  }

  Database database(String id) {
    return known(databases, id, "database");
  }

  Dependency dependency(String name) {
    return known(dependencies, name, "dependency");
  }

  EventSource source(String name) {
    return known(sources, name, "stream or queue");
  }

  private static <T> T known(Map<String, T> things, String name, String what) {
    T thing = things.get(name);
    if (thing == null) {
      throw new ScenarioException(
          "there is no "
              + what
              + " '"
              + name
              + "'; did you mean '"
              + Section.nearest(name, things.keySet())
              + "'?");
    }
    return thing;
  }

  /** Region and account as they stand in an ARN. */
  String place() {
    return region + ":" + account;
  }

  public String sourceArn(String name) {
    return source(name).arn();
  }

  public String consumer(String name) {
    return source(name).consumer();
  }

  /** Streams, in the order of the file. */
  public List<Stream> streams() {
    List<Stream> streams = new ArrayList<>();
    for (EventSource source : sources.values()) {
      if (source instanceof StreamSource stream) {
        streams.add(
            new Stream(
                stream.name,
                stream.arn,
                (long) stream.retentionMillis,
                stream.declared,
                stream.mapping.bisect()));
      }
    }
    return streams;
  }

  /** Does a function log something about the batches that it gets? */
  public boolean tellsOfBatches(String name) {
    return function(name).spec.batchLines != FunctionSpec.BatchLines.NONE;
  }

  String functionArn(String name) {
    return "arn:aws:lambda:" + place() + ":function:" + name;
  }

  /** Calls what a function's work calls in turn. */
  void emit(LambdaFunction function, Hop hop) {
    for (Emit emit : function.spec.emits) {
      boolean ends = hop.depth() >= emit.depthLimit() || (emit.runawayOnly() && !hop.runaway());
      if (ends || !emitDice.chance(emit.share())) {
        continue;
      }
      int children = (int) (emit.children() + emitDice.between(0, 1));
      for (int i = 0; i < children; i++) {
        Hop next = hop.next(emit.carriesTrace());
        if (emit.guarded() && next.depth() >= LOOP_LIMIT) {
          truth.loopCut(emit.to(), simulation.now());
          continue;
        }
        long at = simulation.now() + (long) emit.delayMillis().draw(emitDice);
        simulation.at(at, () -> deliver(emit.to(), false, next));
      }
    }
  }

  /** Puts an event where somebody will get it: to a function, or into a stream or queue. */
  void deliver(String to, boolean poison, Hop hop) {
    EventSource source = sources.get(to);
    if (source != null) {
      source.append(poison, hop);
    } else {
      known(callers, to, "function, stream or queue").call(hop);
    }
  }

  /** A record for an on-failure destination, which a function there prints. */
  void deliverFailure(String destination, GivenUp batch) {
    long now = simulation.now();
    destinations
        .computeIfAbsent(destination, name -> new ArrayList<>())
        .add(new Line(now, now, ApplicationLines.onFailure(batch, now, emitDice.requestId())));
  }

  public List<FunctionSpec> specs() {
    return functions.values().stream().map(function -> function.spec).toList();
  }

  public List<Database> databases() {
    return List.copyOf(databases.values());
  }

  /**
   * Every log stream that was written to, those of environments, of what measures them, and of
   * destinations.
   */
  public List<LogStream> logStreams() {
    List<LogStream> streams = new ArrayList<>();
    for (LambdaFunction function : functions.values()) {
      for (Environment environment : function.environments()) {
        streams.add(
            LogStream.ofFunction(function.spec.name, environment.logStream, environment.logged()));
        if (!environment.measured().isEmpty()) {
          streams.add(
              new LogStream(
                  InsightsLine.LOG_GROUP,
                  function.spec.name + '/' + environment.logStream,
                  environment.measured()));
        }
      }
    }
    for (EventSource source : sources.values()) {
      LogStream log = source instanceof StreamSource stream ? stream.pollerLog() : null;
      if (log != null) {
        streams.add(log);
      }
    }
    destinations.forEach(
        (name, lines) ->
            streams.add(
                LogStream.ofFunction(name, "2026/03/02/[$LATEST]" + emitDice.hex32(), lines)));
    return streams;
  }
}
