package dev.stormwatch.lab.scenario;

import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.estate.Estate;
import dev.stormwatch.lab.estate.Invocation;
import dev.stormwatch.lab.estate.Troubles;
import dev.stormwatch.lab.format.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Numbers drawn from the model beside the published ones that it follows. */
public final class Figures {

  /**
   * One of them.
   *
   * @param model what the model gives
   * @param published what was measured or documented
   */
  public record Figure(String what, String model, String published, String source) {}

  private static final String LAMBDA_PERF = "maxday/lambda-perf, 2026";
  private static final int CALLS = 3_000;

  private final List<Figure> figures = new ArrayList<>();

  private Figures() {}

  /** Plays small estates and reads the figures off. */
  public static List<Figure> of() {
    Figures figures = new Figures();
    figures.init("rust", 16, "16 / 22 / 49");
    figures.init("go", 50, "50 / 53 / 63");
    figures.init("python-3-13", 96, "84 / 99 / 142 (3.12), 107 / 135 / 251 (3.14)");
    figures.init("nodejs-22", 140, "140 / 160 / 187");
    figures.init("java-21", 239, "239 / 278 / 618");
    figures.init("ruby-3-4", 229, "229 / 399 / 542");
    figures.init("dotnet-8", 251, "251 / 330 / 629");
    figures.asynchronousRetries();
    figures.scaling();
    figures.streamRetries();
    figures.loop();
    return figures.figures;
  }

  private static Estate play(double minutes, String yaml) {
    Section file = Scenario.ofText("figures", yaml).drawn(new Dice(1));
    Estate estate =
        new Estate(
            Recording.ACCOUNT,
            Recording.REGION,
            0,
            0,
            (long) (minutes * 60_000),
            file,
            new Dice(1));
    new Troubles(estate, 0, new Dice(2)).schedule(file.list("troubles"));
    estate.run();
    return estate;
  }

  private void init(String runtime, double median, String published) {
    Estate estate =
        play(
            10,
            """
            accountConcurrency: 100000
            functions:
              f:
                runtime: %s
                initMillis: %f
                workMillis: 400000
                timeoutSeconds: 900
                traffic: {schedules: [{first: 0.1, calls: %d, withinSeconds: 60}]}
            """
                .formatted(runtime, median, CALLS));
    double[] init =
        estate.truth.invocations("f").stream()
            .filter(call -> call.init() > 0)
            .mapToDouble(call -> call.init() / 100.0)
            .sorted()
            .toArray();
    figures.add(
        new Figure(
            "init of " + runtime + ", ms, p50 / p90 / p99",
            String.format(
                Locale.ROOT,
                "%.0f / %.0f / %.0f",
                init[init.length / 2],
                init[init.length * 9 / 10],
                init[init.length * 99 / 100]),
            published,
            LAMBDA_PERF));
  }

  private void asynchronousRetries() {
    List<Invocation> calls =
        play(
                10,
                """
                functions:
                  f:
                    synchronous: false
                    errorShare: 1
                    traffic: {schedules: [{first: 0.1}]}
                """)
            .truth
            .invocations("f");
    figures.add(
        new Figure(
            "asynchronous retries after, s",
            String.format(
                Locale.ROOT,
                "%.0f and %.0f, %d request id",
                (calls.get(1).arrival() - calls.get(0).end()) / 1_000.0,
                (calls.get(2).arrival() - calls.get(1).end()) / 1_000.0,
                calls.stream().map(Invocation::requestId).distinct().count()),
            "60 and 120, one request id",
            "Lambda Developer Guide; localstack recordings"));
  }

  private void scaling() {
    Estate estate =
        play(
            2,
            """
            accountConcurrency: 100000
            functions:
              f:
                workMillis: 60000
                timeoutSeconds: 300
                traffic: {schedules: [{first: 0.1, calls: 6000, withinSeconds: 10}]}
            """);
    figures.add(
        new Figure(
            "new environments within 10 s of a surge",
            String.valueOf(estate.logStreams().size()),
            "1,000 at once and 1,000 every 10 s",
            "Lambda Developer Guide, scaling behavior"));
  }

  private void streamRetries() {
    Estate estate =
        play(
            10,
            """
            streams: {s: {consumer: f, shards: 1, traffic: {perSecond: 10}}}
            functions: {f: {synchronous: false}}
            troubles: [{do: poison, source: s, at: 2}]
            """);
    long first = estate.truth.poison().get(0).firstFailure;
    long attempts =
        estate.truth.invocations("f").stream()
            .filter(call -> call.ending().failed() && call.end() < first + 60_000)
            .count();
    figures.add(
        new Figure(
            "attempts at a failing batch in its first minute",
            String.valueOf(attempts),
            "about 8",
            "localstack recordings of AWS"));
  }

  private void loop() {
    Estate estate =
        play(
            10,
            """
            functions:
              f:
                synchronous: false
                tracing: application
                emits: [{to: f, guarded: true}]
            troubles: [{do: spark, to: f, traced: f, at: 1}]
            """);
    figures.add(
        new Figure(
            "calls of a loop until Lambda cuts it",
            String.valueOf(estate.truth.invocations("f").size()),
            "about 16",
            "Lambda Developer Guide, recursive loop detection"));
  }
}
