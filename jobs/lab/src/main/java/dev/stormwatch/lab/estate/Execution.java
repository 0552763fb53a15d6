package dev.stormwatch.lab.estate;

import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.estate.Call.Answer;
import dev.stormwatch.lab.estate.FunctionSpec.Needs;
import dev.stormwatch.lab.estate.FunctionSpec.Queries;
import dev.stormwatch.lab.estate.FunctionSpec.Tracing;
import dev.stormwatch.lab.log.ApplicationLines;
import dev.stormwatch.lab.log.Ending;
import dev.stormwatch.lab.log.ErrorLines;
import dev.stormwatch.lab.log.Failure;
import dev.stormwatch.lab.log.PlatformLines;
import dev.stormwatch.lab.log.Report;
import dev.stormwatch.lab.log.Report.Trace;
import org.jspecify.annotations.Nullable;

/**
 * One run of a handler: some work, what it needs from others, its query, some more work. Whatever
 * it waits for, it is cut off when the function's timeout is over.
 */
final class Execution {

  private static final double CONNECT_MILLIS = 15;
  private static final double CONNECT_RETRY_MILLIS = 250;

  private final Environment environment;
  private final LambdaFunction function;
  private final FunctionSpec spec;
  private final Estate estate;
  private final Dice dice;
  private final PlatformLines lines;
  private final Call call;
  private final long arrival;
  private final long init;
  private final long restore;
  private final long hiddenInit;
  private final long start;
  private final long deadline;
  private final double work;
  private Trace trace = Trace.NONE;
  private int connectTries;
  private boolean querying;

  Execution(
      Environment environment, Call call, long arrival, long init, long restore, long hiddenInit) {
    this.environment = environment;
    this.function = environment.function;
    this.spec = function.spec;
    this.estate = function.estate;
    this.dice = function.dice;
    this.lines = environment.lines;
    this.call = call;
    this.arrival = arrival;
    this.init = init;
    this.restore = restore;
    this.hiddenInit = hiddenInit;
    this.start = arrival + Report.ceilMillis(init + restore);
    this.deadline = start + spec.timeoutSeconds * 1000L;
    Batch batch = call.batch();
    this.work =
        function.conditions.workFactor
            * (spec.work.draw(dice) + (batch == null ? 0 : spec.perItemMillis * done(batch)));
  }

  /** Items that are worked on: with whole-batch failures none after the one that throws. */
  private static int done(Batch batch) {
    return batch.partialResponses
        ? batch.items.size()
        : Math.min(batch.items.size(), batch.firstPoison() + 1);
  }

  void schedule() {
    estate.simulation.at(start, this::begin);
  }

  private void begin() {
    lines.setClockOffset(function.conditions.clockOffset);
    Hop hop = call.hop();
    if (spec.tracing == Tracing.XRAY) {
      boolean first = hop.root().isEmpty();
      String root = first ? estate.tracer.newRoot(dice) : hop.root();
      boolean sampled = first ? estate.tracer.sampled(spec.name, root) : hop.sampled();
      trace = sampled ? new Trace(root, dice.hex32().substring(0, 16), true) : trace;
    }
    lines.start(start, call.requestId(), environment.version, trace);
    if (spec.tracing == Tracing.APPLICATION || spec.correlates) {
      String root = spec.tracing == Tracing.APPLICATION ? hop.root() : "";
      lines.add(
          start,
          ApplicationLines.hop(
              spec.style,
              lines.stamp(start),
              call.requestId(),
              root,
              hop.correlation(),
              hop.depth()));
    }
    after(work / 2 + hiddenInit / 100.0, this::needs);
  }

  private void needs() {
    LambdaFunction.Conditions conditions = function.conditions;
    if (dice.chance(conditions.crashingShare)) {
      end(Ending.CRASH, null);
      return;
    }
    Failure bug = conditions.failure;
    if (bug != null && dice.chance(conditions.failingShare)) {
      end(Ending.ERROR, bug);
      return;
    }
    if (dice.chance(spec.errorShare)) {
      end(Ending.ERROR, Failure.of("ValidationError", "field 'currency' is not known"));
      return;
    }
    Needs needs = spec.needs;
    if (needs == null) {
      query();
      return;
    }
    Dependency dependency = estate.dependency(needs.dependency());
    if (!dependency.fails(dice)) {
      after(needs.millis().draw(dice) * dependency.slowdown(), this::query);
    } else if (dependency.silent()) {
      after(Double.MAX_VALUE, this::query);
    } else {
      after(
          dice.between(20, 60), () -> end(Ending.ERROR, dependency.failure(spec.style.runtime())));
    }
  }

  private void query() {
    Queries queries = spec.queries;
    if (queries == null || !dice.chance(queries.share())) {
      items();
      return;
    }
    Database database = estate.database(queries.database());
    boolean leaks = dice.chance(function.conditions.leakShare);
    boolean connects = leaks || environment.connections() < queries.connections();
    if (database.restarting()) {
      after(
          CONNECT_MILLIS, () -> end(Ending.ERROR, database.words.restarting(spec.style.runtime())));
      return;
    }
    if (connects && !database.connect(estate.simulation.now(), spec.name)) {
      refused(queries, database);
      return;
    }
    double millis = queries.millis().draw(dice);
    if (connects) {
      environment.connected();
      if (leaks) {
        database.leaked();
      }
      millis += CONNECT_MILLIS;
    }
    double factor = database.begin();
    querying = true;
    after(
        millis * factor,
        () -> {
          querying = false;
          database.end();
          items();
        });
  }

  private void refused(Queries queries, Database database) {
    Failure failure = database.words.refusal(spec.style.runtime(), database.host);
    connectTries++;
    if (connectTries >= queries.tries()) {
      after(CONNECT_MILLIS, () -> end(Ending.ERROR, failure));
      return;
    }
    long now = estate.simulation.now();
    lines.add(
        now,
        ApplicationLines.warning(
            spec.style,
            lines.stamp(now),
            call.requestId(),
            "connecting again after " + failure.message()));
    after(CONNECT_RETRY_MILLIS * connectTries, this::query);
  }

  /** The items of a batch: what is poison throws, or is reported as the one that failed. */
  private void items() {
    Batch batch = call.batch();
    boolean harmless = function.conditions.tolerant;
    if (batch == null || harmless || batch.firstPoison() == batch.items.size()) {
      after(work / 2, () -> end(Ending.SUCCESS, null));
      return;
    }
    Batch.Item poison = batch.items.get(batch.firstPoison());
    Failure failure = Failure.ofInput(spec.style.runtime());
    batch.failed.add(poison.id());
    estate.truth.poisonFailed(batch, poison, spec.name, estate.simulation.now());
    if (batch.partialResponses) {
      batch.items.stream()
          .filter(item -> item.poison() && !item.id().equals(poison.id()))
          .forEach(item -> batch.failed.add(item.id()));
      after(work / 2, () -> end(Ending.SUCCESS, failure));
    } else {
      after(dice.between(1, 4), () -> end(Ending.ERROR, failure));
    }
  }

  private void after(double millis, Runnable step) {
    long now = estate.simulation.now();
    double at = now + millis;
    if (at > deadline) {
      estate.simulation.at(deadline, this::timeOut);
    } else {
      estate.simulation.at((long) Math.ceil(at), step);
    }
  }

  private void timeOut() {
    if (querying) {
      estate.database(spec.database()).end();
    }
    end(Ending.TIMEOUT, null);
  }

  /**
   * @param failure what the handler threw, or what it sorted out of its batch
   */
  private void end(Ending ending, @Nullable Failure failure) {
    long now = estate.simulation.now();
    long stamp = lines.stamp(now);
    if (ending == Ending.SUCCESS && dice.chance(spec.messageShare)) {
      lines.add(now, ApplicationLines.message(spec.style, stamp, call.requestId(), spec.message));
    }
    Batch batch = call.batch();
    if (batch != null) {
      batch
          .lines(spec, now, stamp, call.requestId(), failure)
          .forEach(line -> lines.add(now, line));
    }
    if (failure != null && ending == Ending.ERROR) {
      lines.add(now, ErrorLines.of(spec.style, stamp, call.requestId(), failure));
    }
    if (!spec.gauges.isEmpty()) {
      Database database = estate.database(spec.gauges);
      lines.add(
          now,
          ApplicationLines.databaseGauge(
              stamp, database.id, database.open(dice), database.maxConnections));
    }
    Report report =
        new Report(
            call.requestId(),
            Math.max(1, (now - start) * 100 - (long) dice.between(0, 99)),
            init,
            restore,
            environment.memoryUsed(),
            ending,
            trace);
    lines.end(now, report);
    environment.measure(now, stamp, report);
    estate.truth.ran(
        spec.name,
        new Invocation(
            call.requestId(),
            arrival,
            start,
            report.duration(),
            init + restore,
            hiddenInit,
            report.billedMillis(),
            report.maxMemoryMb(),
            ending,
            call.attempt(),
            call.hop()));
    environment.ended(ending);
    if (ending == Ending.SUCCESS) {
      emit(batch, now);
    }
    call.answer().accept(ending.failed() ? Answer.FAILED : Answer.OK);
  }

  /** A batch has its effects item by item. */
  private void emit(@Nullable Batch batch, long now) {
    if (batch == null) {
      estate.emit(function, call.hop());
      return;
    }
    for (Batch.Item item : batch.items) {
      if (!batch.failed.contains(item.id())) {
        estate.truth.gone(item.id(), now);
        estate.emit(function, item.hop());
      }
    }
  }
}
