package dev.stormwatch.bench.corpus;

import dev.stormwatch.bench.corpus.Call.Outcome;
import dev.stormwatch.bench.corpus.Fleet.Member;
import java.util.ArrayList;
import java.util.List;

/** Writes the log events of one record: a stretch of one environment's life. */
final class RecordMaker {

  /** 2 March 2026, 09:00 UTC. */
  private static final long BEGIN = 1_772_442_000_000L;

  private static final int DAY_PART = 6 * 3_600_000;
  private static final double NEW_ENVIRONMENT = 0.12;
  private static final double BEGINS_INSIDE_A_CALL = 0.2;
  private static final double ERROR_LEVEL = 0.005;
  private static final double SAME_MILLISECOND = 0.5;

  private final Mix mix;
  private final Dice dice;
  private final Member function;
  private final ApplicationLog application;
  private final PlatformLines platform;
  private final List<Line> lines = new ArrayList<>();

  RecordMaker(Mix mix, Member function, Dice dice) {
    this.mix = mix;
    this.dice = dice;
    this.function = function;
    this.application = new ApplicationLog(function, mix.json(), dice);
    this.platform = mix.json() ? new JsonPlatform(function) : new TextPlatform(function);
  }

  /** The lines of a record. Batches are cut where they are full, not where a call ends. */
  List<Line> lines() {
    int wanted = mix.drawEvents(dice);
    boolean created = dice.chance(NEW_ENVIRONMENT);
    int skipped = !created && dice.chance(BEGINS_INSIDE_A_CALL) ? dice.between(1, 4) : 0;
    long now = BEGIN + dice.below(DAY_PART);
    if (created) {
      lines.addAll(platform.created(now));
    }
    for (boolean cold = created; lines.size() < skipped + wanted; cold = false) {
      Call call = call(now, cold);
      write(call);
      now = call.end() + dice.between(1, 400);
    }
    return lines.subList(skipped, skipped + wanted);
  }

  private Call call(long arrived, boolean cold) {
    long init = cold ? Math.max(1, (long) (dice.logNormal(400, 0.5) * 100)) : 0;
    Outcome outcome = Outcome.SUCCESS;
    if (dice.chance(mix.failures())) {
      outcome =
          dice.pick(
              List.of(
                  Outcome.HANDLER_THREW,
                  Outcome.HANDLER_THREW,
                  Outcome.TIMED_OUT,
                  Outcome.RUNTIME_EXITED));
    }
    long duration =
        outcome == Outcome.TIMED_OUT
            ? 3_000_00 + dice.between(1, 999)
            : Math.max(100, (long) (dice.logNormal(function.usualMillis(), 0.4) * 100));
    return new Call(dice.uuid(), arrived + init / 100, duration, init, outcome);
  }

  private void write(Call call) {
    lines.addAll(platform.started(call));
    int said = mix.metrics() ? dice.between(1, 3) : dice.between(1, 5);
    long at = call.start();
    Prose prose = new Prose(dice);
    for (int i = 0; i < said; i++) {
      at = Math.min(call.end(), dice.chance(SAME_MILLISECOND) ? at : at + dice.between(1, 40));
      lines.add(say(call, at, prose));
    }
    if (mix.metrics()) {
      lines.add(application.metric(call, call.end()));
    }
    if (call.outcome() == Outcome.HANDLER_THREW) {
      lines.add(new Line(call.end(), RuntimeErrors.line(function, mix.json(), call, mix, dice)));
    }
    lines.addAll(platform.ended(call, dice));
  }

  private Line say(Call call, long at, Prose prose) {
    if (dice.chance(mix.exhaustion())) {
      return application.line(call, at, "ERROR", Prose.exhausted(dice));
    }
    String message = prose.fill(dice.pick(function.messages()));
    return application.line(call, at, dice.chance(ERROR_LEVEL) ? "ERROR" : "INFO", message);
  }
}
