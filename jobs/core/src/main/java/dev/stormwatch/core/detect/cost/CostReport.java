package dev.stormwatch.core.detect.cost;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Mechanism;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.detect.Wording;
import dev.stormwatch.core.detect.cost.CostModel.Comparison;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.Release;
import dev.stormwatch.core.settings.CostSettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts what the cost detector found into words. */
final class CostReport implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int DAY_SECONDS = 86_400;

  private final CostSettings settings;
  private final CostAdvice advice;

  CostReport(Settings settings) {
    this.settings = settings.cost;
    this.advice = new CostAdvice(settings);
  }

  /**
   * @param rule of the finished days
   * @param crossed the one by which it has crossed, that may count the running day
   */
  Finding crossed(FunctionId function, CostState state, CrossoverRule rule, CrossoverRule crossed) {
    int count = Math.min(settings.crossedDays, crossed.size());
    Comparison newest = rule.newest();
    boolean worthIt = crossed.crossed() || rule.usdPerMonth(2) >= settings.minUsdPerMonth;
    String headline =
        Wording.text(
            "%s: Lambda costs %s a day, containers for its work %s; dearer since %s",
            function.name(),
            Words.usd(newest.lambdaUsdPerDay),
            Words.containers(newest),
            Words.date(state.crossedSince));
    return finding(
        function,
        worthIt ? Severity.TICKET : Severity.INFO,
        state.crossedSince,
        headline,
        ratio(crossed, crossed.ratioByTrend() > 0 ? crossed.size() : count),
        Wording.text(
            "Lambda comes to %s a month, containers to %s; nobody feels it but the bill",
            Words.usd(rule.usdPerMonth(1)), Words.containersMonth(newest)),
        advice.crossed(function, rule.newestUsage(), newest),
        null);
  }

  /** What rests on an hour or two, and says so. */
  Finding steady(FunctionId function, CostState state, Comparison day, SteadyUse use) {
    double month = CrossoverRule.DAYS_PER_MONTH * settings.steadyHours * use.usdPerHour();
    String headline =
        Wording.text(
            "%s: %s an hour over %.0f min, %s for %.0f h a day; containers %s a day: dearer%s",
            function.name(),
            Words.usd(use.usdPerHour()),
            use.run().coveredSeconds / 60,
            Words.usd(settings.steadyHours * use.usdPerHour()),
            settings.steadyHours,
            Words.containers(day),
            day.lowRatio() * settings.steadyHours / 24 >= 1 ? "" : " if its calls mostly wait");
    return finding(
        function,
        Severity.TICKET,
        state.crossedSince,
        headline,
        ratio(day, use),
        Wording.text(
            "at %.0f hours a day Lambda comes to %s a month, containers to %s; it rests on the %.0f min"
                + " since %s UTC, and the first whole day will tell; nobody feels it but the bill",
            settings.steadyHours,
            Words.usd(month),
            Words.containersMonth(day),
            use.run().coveredSeconds / 60,
            Words.minute(state.crossedSince)),
        advice.crossed(function, use.run(), day),
        null);
  }

  private Measure ratio(Comparison day, SteadyUse use) {
    return new Measure(
        "lambda-over-containers",
        day.ratio() * settings.steadyHours / 24,
        "ratio",
        CrossoverRule.crossedRatio(day, settings),
        Math.round(use.run().coveredSeconds),
        Math.round(use.run().calls),
        0);
  }

  /** It was told of an hour or two, and paused for as long. */
  Finding paused(FunctionId function, long end, Comparison day, SteadyUse use) {
    return over(
        function,
        end,
        Wording.text(
            "%s: use at %s an hour has paused for %d min",
            function.name(), Words.usd(use.usdPerHour()), settings.steadyMillis / 60_000),
        ratio(day, use));
  }

  Finding foreseen(FunctionId function, CostState state, CrossoverRule rule) {
    CostTrend trend = rule.trend;
    double slope = trend == null ? 0 : trend.slope;
    double flattest = trend == null ? 0 : trend.flattest;
    double steepest = trend == null ? 0 : trend.steepest;
    long at = rule.crossing(slope);
    long earliest = Math.min(at, rule.crossing(steepest));
    long latest = Math.max(at, rule.crossing(flattest));
    Comparison newest = rule.newest();
    boolean soon = at - state.daysEnd <= settings.ticketAheadDays * CostState.DAY_MILLIS;
    boolean ticket =
        settings.ticketAheadDays > 0 && soon && rule.usdPerMonth(1) >= settings.minUsdPerMonth;
    String headline =
        Wording.text(
            "%s: grows by %.1f %% a day and will be dearer than containers about %s (%.2f of %s a"
                + " day now)",
            function.name(),
            100 * StrictMath.expm1(slope),
            Words.date(at),
            newest.lambdaUsdPerDay,
            Words.usd(newest.waiting.usdPerDay));
    return finding(
        function,
        ticket ? Severity.TICKET : Severity.INFO,
        state.daysEnd - rule.size() * CostState.DAY_MILLIS,
        headline,
        ratio(rule, 1),
        "until then Lambda is the cheaper of the two",
        advice.crossed(function, rule.newestUsage(), newest),
        new Prediction(
            "containers for the same work become cheaper than Lambda", at, earliest, latest));
  }

  private static Measure ratio(CrossoverRule rule, int count) {
    double sum = 0;
    double calls = 0;
    for (int i = rule.size() - count; i < rule.size(); i++) {
      sum += rule.ratios[i];
      calls += rule.usage(i).calls;
    }
    return new Measure(
        "lambda-over-containers",
        rule.ratioByTrend() > 0 ? rule.ratioByTrend() : sum / count,
        "ratio",
        rule.threshold(),
        (long) count * DAY_SECONDS,
        Math.round(calls),
        rule.ratios[0]);
  }

  /** Money burns. */
  Finding runaway(FunctionId function, Severity severity, CostState state, Measure rate) {
    String times =
        state.usualPerHour > 0
            ? Wording.text("%.0f times the usual", rate.value / state.usualPerHour)
            : "it cost nothing before";
    Optional<Release> release = state.starts.releaseOf(state.runawaySince);
    String headline =
        Wording.text(
            "%s: burns %s an hour%s, %s; %s a day if it goes on",
            function.name(),
            Words.usd(rate.value),
            release.map(it -> " since version " + it.version).orElse(""),
            times,
            Words.usd(24 * rate.value));
    return finding(
            function,
            severity,
            state.runawaySince,
            headline,
            rate,
            Wording.text(
                "%s an hour; the dearest hour of %s before was %s",
                Words.usd(rate.value), known(state), Words.usd(state.usualPerHour)),
            advice.runaway(function, release),
            null)
        .because(release.isPresent() ? Mechanism.RELEASE : "");
  }

  /** How long was seen before it ran away, of a week at most. */
  private static String known(CostState state) {
    long seen = state.runawaySince - state.since;
    return seen >= 7 * CostState.DAY_MILLIS ? "the week" : "the " + Wording.duration(seen);
  }

  /** A runaway is over, and nothing else is left to tell. */
  Finding calmed(FunctionId function, long end, Measure rate) {
    return over(
        function,
        end,
        Wording.text("%s: spends %s an hour again", function.name(), Words.usd(rate.value)),
        rate);
  }

  /** Containers are not cheaper any more, and will not soon be. */
  Finding cleared(FunctionId function, long end, CostState state, CrossoverRule rule) {
    return over(
        function,
        end,
        Wording.text(
            "%s: Lambda costs %s a day, and containers %s",
            function.name(),
            Words.usd(rule.newest().lambdaUsdPerDay),
            Words.containers(rule.newest())),
        ratio(rule, 1));
  }

  private static Finding over(FunctionId function, long end, String headline, Measure measure) {
    return new Finding(
        Kind.COST_CROSSOVER,
        Subject.function(function),
        Severity.INFO,
        true,
        end,
        headline,
        measure,
        new Impact(false, CostState.NEVER, "none"),
        List.of(),
        List.of());
  }

  private static Finding finding(
      FunctionId function,
      Severity severity,
      long onset,
      String headline,
      Measure measure,
      String impact,
      List<Recommendation> recommendations,
      @Nullable Prediction prediction) {
    return new Finding(
            Kind.COST_CROSSOVER,
            Subject.function(function),
            severity,
            false,
            onset,
            headline,
            measure,
            new Impact(false, CostState.NEVER, impact),
            List.of(),
            recommendations)
        .predicting(prediction);
  }
}
