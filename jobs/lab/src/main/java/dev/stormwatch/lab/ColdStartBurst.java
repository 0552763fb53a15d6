package dev.stormwatch.lab;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A sale in four drops meets a Java function that takes nearly three seconds to initialise. Each
 * drop opens at the same instant on every customer's screen, and each reaches more customers than
 * the one before: the environments of the last drop are warm, and too few for the next.
 */
final class ColdStartBurst implements Scenario {

  private static final String CHECKOUT = "checkout";
  private static final double CALLS_PER_SECOND = 1.0;
  private static final Duration SALE = ofMinutes(40);
  private static final int DROPS = 4;
  private static final double DROP_SECONDS = 90;
  private static final double SALE_FACTOR = 12;

  /** Customers whose countdown ends at the drop: so many in the first, twice as many next, … */
  private static final double CUSTOMERS = 112;

  /** Clocks on customers' devices agree to within this. */
  private static final double CLUMP_SECONDS = 0.1;

  /** The others hear of it and come over the next minute, most of them after so long. */
  private static final double WORD_OF_MOUTH_SECONDS = 15;

  @Override
  public String name() {
    return "cold-start-burst";
  }

  @Override
  public String title() {
    return "A sale hits a slow-starting Java function in synchronized waves";
  }

  @Override
  public Instant start() {
    return Instant.parse("2026-03-02T10:00:00Z");
  }

  @Override
  public Duration length() {
    return ofMinutes(61);
  }

  private static Duration saleEnd() {
    return SALE.plus(ofSeconds((long) (DROPS * DROP_SECONDS)));
  }

  @Override
  public List<LambdaFunction> functions() {
    return List.of(
        Shop.checkout(Traffic.poisson(ColdStartBurst::checkoutRate)),
        Shop.catalog(Traffic.poisson(second -> 0.1)),
        Shop.nightlyReport());
  }

  private static double checkoutRate(double second) {
    double sinceSale = second - SALE.toSeconds();
    int drop = (int) Math.floor(sinceSale / DROP_SECONDS);
    if (drop < 0 || drop >= DROPS) {
      return CALLS_PER_SECOND;
    }
    double sinceDrop = sinceSale - drop * DROP_SECONDS;
    double clump = CUSTOMERS * (drop + 1);
    if (sinceDrop < CLUMP_SECONDS) {
      return clump / CLUMP_SECONDS;
    }
    double others = CALLS_PER_SECOND * SALE_FACTOR * DROP_SECONDS - clump;
    double x = sinceDrop / WORD_OF_MOUTH_SECONDS;
    return others * x * StrictMath.exp(-x) / WORD_OF_MOUTH_SECONDS;
  }

  @Override
  public Story story(Truth truth) {
    long onset = at(SALE);
    Invocation firstCold =
        truth.invocations(CHECKOUT).stream()
            .filter(call -> call.arrival() >= onset && call.cold())
            .findFirst()
            .orElseThrow();
    double background = truth.coldShare(CHECKOUT, at(ofMinutes(5)), onset);
    double during = truth.coldShare(CHECKOUT, onset, at(saleEnd()));
    long end = recovery(truth, background);
    return new Story(
        List.of(
            new Story.Moment(
                at(Duration.ZERO),
                String.format(
                    Locale.ROOT,
                    "The recording begins. `checkout` has about %.0f call a second; %.2f %% of"
                        + " its calls are cold, because environments are replaced.",
                    CALLS_PER_SECOND,
                    100 * background)),
            new Story.Moment(
                onset,
                String.format(
                    Locale.ROOT,
                    "The sale begins: %d drops, one every %.0f s, %.0f times the usual traffic"
                        + " on average. %.1f %% of the calls of these minutes are cold.",
                    DROPS,
                    DROP_SECONDS,
                    SALE_FACTOR,
                    100 * during)),
            new Story.Moment(
                firstCold.arrival(), "The first customer of the sale waits for an environment."),
            new Story.Moment(at(saleEnd()), "The sale ends; hundreds of environments idle."),
            new Story.Moment(end, "The share of cold calls is back at its background.")),
        List.of(
            new Story.Incident(
                "cold-start-spike",
                CHECKOUT,
                onset,
                firstCold.arrival(),
                end,
                "synchronized waves of a sale need more environments than are warm; each takes"
                    + " about 2.8 s to initialise")),
        List.of(
            new Story.Quiet(
                at(Duration.ZERO),
                at(length()),
                "nightly-report is called every 8 minutes: every call is cold, and nobody"
                    + " waits for it")));
  }

  /**
   * The first full minute after the sale from which on five minutes show no more than twice the
   * background, or one cold call in a hundred where that is more: five minutes are too few calls to
   * tell less.
   */
  private long recovery(Truth truth, double background) {
    double bound = Math.max(2 * background, 0.01);
    Duration minute = saleEnd();
    while (truth.coldShare(CHECKOUT, at(minute), at(minute.plusMinutes(5))) > bound) {
      minute = minute.plusMinutes(1);
    }
    return at(minute);
  }
}
