package dev.stormwatch.lab;

import static java.time.Duration.ofMinutes;

import dev.stormwatch.lab.LambdaFunction.ManagedRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An ordinary hour. It holds what is most often taken for trouble: a deploy, a function that is too
 * rarely called to stay warm, and a batch that needs a few environments at once.
 */
final class QuietControl implements Scenario {

  private static final Duration DEPLOY = ofMinutes(32);
  private static final Duration FIRST_BATCH = ofMinutes(5);
  private static final Duration BATCH_PERIOD = ofMinutes(15);
  private static final double BATCH_SECONDS = 30;

  @Override
  public String name() {
    return "quiet-control";
  }

  @Override
  public String title() {
    return "An ordinary hour with a deploy, a batch and a rarely called function";
  }

  @Override
  public Instant start() {
    return Instant.parse("2026-03-03T10:00:00Z");
  }

  @Override
  public Duration length() {
    return ofMinutes(61);
  }

  @Override
  public List<LambdaFunction> functions() {
    return List.of(
        Shop.checkout(Traffic.poisson(second -> tide(0.7, second))),
        Shop.catalog(Traffic.poisson(second -> tide(0.1, second))),
        LambdaFunction.function("profile", ManagedRuntime.NODEJS_22, 256)
            .release("7", Duration.ZERO)
            .release("8", DEPLOY)
            .init(190, 0.16)
            .duration(30, 0.4)
            .warm(1)
            .traffic(Traffic.poisson(second -> tide(0.1, second)))
            .message("profile read")
            .build(),
        LambdaFunction.function("invoice-batch", ManagedRuntime.PROVIDED_AL2023, 256)
            .asynchronous()
            .release("3", Duration.ZERO)
            .init(52, 0.1)
            .duration(900, 0.3)
            .traffic(Traffic.poisson(QuietControl::batchRate))
            .message("invoice rendered")
            .build(),
        Shop.nightlyReport());
  }

  /** An hour's worth of the day's rise and fall. */
  private static double tide(double mean, double second) {
    return mean * (1 + 0.2 * StrictMath.sin(2 * StrictMath.PI * second / 5_400));
  }

  /** Two invoices a second for half a minute: two environments' work, at times five. */
  private static double batchRate(double second) {
    double sinceFirst = second - FIRST_BATCH.toSeconds();
    return sinceFirst >= 0 && sinceFirst % BATCH_PERIOD.toSeconds() < BATCH_SECONDS ? 2 : 0;
  }

  @Override
  public Story story(Truth truth) {
    List<Story.Moment> timeline = new ArrayList<>();
    List<Story.Quiet> quiet = new ArrayList<>();
    timeline.add(
        new Story.Moment(
            at(Duration.ZERO), "The recording begins. Traffic is steady and rises a little."));
    quiet.add(
        new Story.Quiet(
            at(Duration.ZERO),
            at(length()),
            "nightly-report is called every 8 minutes: every call is cold, and nobody waits"
                + " for it"));
    for (Duration batch = FIRST_BATCH;
        batch.compareTo(length()) < 0;
        batch = batch.plus(BATCH_PERIOD)) {
      timeline.add(new Story.Moment(at(batch), "`invoice-batch` works off a pile of invoices."));
      quiet.add(
          new Story.Quiet(
              at(batch),
              at(batch.plusMinutes(1)),
              "invoice-batch scales out by a few environments that start in some 50 ms"));
    }
    timeline.add(new Story.Moment(at(DEPLOY), "`profile` is deployed: version 8 follows 7."));
    quiet.add(
        new Story.Quiet(
            at(DEPLOY),
            at(DEPLOY.plusMinutes(5)),
            "deploy of profile: the new version has no environments yet"));
    timeline.sort((a, b) -> Long.compare(a.at(), b.at()));
    quiet.sort((a, b) -> Long.compare(a.from(), b.from()));
    return new Story(timeline, List.of(), quiet);
  }
}
