package dev.stormwatch.core.detect.cost;

import dev.stormwatch.core.detect.Wording;
import dev.stormwatch.core.detect.cost.CostModel.Comparison;
import dev.stormwatch.core.model.CutCalls;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.track.FunctionTrack;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The cost of every function of an input, for the table that people ask for. */
public final class CostSurvey {

  /** A day more or less changes little from here on. */
  private static final double SURE_DAYS = 7;

  private static final double ENOUGH_DAYS = 3;

  /** Of fewer calls the beginning may have come before the recording did. */
  private static final long LOST_CALLS = 5;

  /** How far a figure can be trusted. */
  public enum Confidence {
    NONE,
    LOW,
    MEDIUM,
    HIGH;
  }

  /** What is known of one function. */
  public static final class Row {

    public final FunctionId function;

    /** Seconds that were watched, 15 days at most. */
    public final double watchedSeconds;

    public final double callsPerDay;

    /** Billed, a day. */
    public final double gigabyteSecondsPerDay;

    public final double memoryMegabytes;

    /** Of the billed time, the share of inits. */
    public final double initShare;

    public final double meanConcurrency;

    /** What only the busiest twentieth of the minutes exceeded. */
    public final double peakConcurrency;

    /**
     * Share of what it logged that is lost on the way, as far as calls tell that deliveries cut in
     * two: what is missing is in no figure. Not a number where it is not known.
     */
    public final double lostShare;

    /** Meaningless where nothing has a price by call. */
    public final Comparison comparison;

    public final String advice;
    public final Confidence confidence;

    /** Why it is no better. */
    public final String because;

    Row(
        FunctionId function,
        DayUsage usage,
        double lostShare,
        Comparison comparison,
        String advice,
        Confidence confidence,
        String because) {
      this.function = function;
      this.watchedSeconds = usage.coveredSeconds;
      this.callsPerDay = usage.calls * usage.perDay();
      this.gigabyteSecondsPerDay = usage.gigabyteSeconds * usage.perDay();
      this.memoryMegabytes = usage.memoryMegabytes();
      this.initShare = usage.billedSeconds > 0 ? usage.initSeconds / usage.billedSeconds : 0;
      this.meanConcurrency = usage.meanConcurrency();
      this.peakConcurrency = usage.peakConcurrency;
      this.lostShare = lostShare;
      this.comparison = comparison;
      this.advice = advice;
      this.confidence = confidence;
      this.because = because;
    }
  }

  private final Settings settings;
  private final CostModel model;
  private final Map<String, CostState> states = new TreeMap<>();
  private final Map<String, FunctionId> functions = new TreeMap<>();
  private final Map<String, FunctionTrack> tracks = new TreeMap<>();
  private final Map<String, CutCalls> cuts = new TreeMap<>();
  private long now = Long.MIN_VALUE;

  public CostSurvey(Settings settings) {
    this.settings = settings;
    this.model = new CostModel(settings);
  }

  /**
   * Takes in what a record says of its function.
   *
   * @param arrival of the record; about in order
   */
  public void add(FunctionSlot slot, long arrival) {
    long length = settings.clock.slotMillis;
    now = Math.max(now, (Math.floorDiv(arrival, length) + 1) * length);
    String key = slot.function.key();
    functions.putIfAbsent(key, slot.function);
    states
        .computeIfAbsent(key, k -> CostState.create())
        .add(now, slot, model, settings.cost.peakQuantile);
    FunctionTrack track = tracks.computeIfAbsent(key, k -> new FunctionTrack());
    track.advance(slot, now, settings.environmentIdleMillis);
    cuts.computeIfAbsent(key, k -> new CutCalls()).add(track.cut());
  }

  /** Takes in what a record of Lambda Insights says of a function that was heard of. */
  public void measured(FunctionSlot slot) {
    CostState state = states.get(slot.function.key());
    if (state != null) {
      state.measured(slot.processor);
    }
  }

  /**
   * Share of what all functions logged that is lost on the way: quick calls are seldom cut in two,
   * and few of one function tell nothing. Not a number where it is not known.
   */
  public double lostShare() {
    CutCalls all = new CutCalls();
    cuts.values().forEach(all::add);
    return lostShare(all);
  }

  private static double lostShare(CutCalls cut) {
    double share = cut.lostShare();
    return share > 0 && cut.beheaded < LOST_CALLS ? 0 : share;
  }

  /** The functions, the dearest first. To be called once, at the end. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    states.forEach(
        (key, state) -> {
          FunctionId function = functions.get(key);
          if (function != null) {
            rows.add(row(function, state, lostShare(cuts.getOrDefault(key, new CutCalls()))));
          }
        });
    rows.sort(
        Comparator.comparingDouble((Row row) -> -row.comparison.lambdaUsdPerDay)
            .thenComparing(row -> row.function.key()));
    return rows;
  }

  private Row row(FunctionId function, CostState state, double lostShare) {
    String name = function.name();
    double quantile = settings.cost.peakQuantile;
    long provisioned = model.provisioned(name);
    state.advance(now, provisioned, quantile);
    DayUsage usage = state.watched(provisioned, quantile);
    Comparison comparison = model.compare(usage, name);
    if (state.managedInstances()) {
      return new Row(
          function,
          usage,
          lostShare,
          comparison,
          "left out: Managed Instances are billed as EC2 instances, not by the call",
          Confidence.NONE,
          "no call has a price");
    }
    if (usage.calls == 0) {
      return new Row(
          function,
          usage,
          lostShare,
          comparison,
          "nothing was billed",
          Confidence.NONE,
          "no REPORT was seen");
    }
    CrossoverRule rule = new CrossoverRule(state.days, state.daysEnd, name, model, settings.cost);
    double days = usage.coveredSeconds / DayUsage.SECONDS_PER_DAY;
    boolean uncounted = state.provisioned() && provisioned == 0;
    Confidence confidence =
        days < ENOUGH_DAYS || uncounted || lostShare > 0
            ? Confidence.LOW
            : days < SURE_DAYS || !comparison.processorShareKnown()
                ? Confidence.MEDIUM
                : Confidence.HIGH;
    return new Row(
        function,
        usage,
        lostShare,
        comparison,
        advice(comparison, rule),
        confidence,
        because(comparison, days, uncounted, lostShare));
  }

  private String advice(Comparison comparison, CrossoverRule rule) {
    double month = CrossoverRule.DAYS_PER_MONTH * comparison.lambdaUsdPerDay;
    if (rule.crossed()) {
      return Wording.text(
          "containers or Managed Instances: dearer since %s", Words.date(rule.crossedSince()));
    }
    CostTrend trend = rule.trend;
    if (trend != null && rule.foreseen(false)) {
      return Wording.text(
          "stay; grows %.1f %% a day, crosses about %s",
          100 * StrictMath.expm1(trend.slope), Words.date(rule.crossing(trend.slope)));
    }
    if (month < settings.cost.minUsdPerMonth) {
      return Wording.text("stay: %s a month is not worth a move", Words.usd(month));
    }
    if (comparison.ratio() < settings.cost.clearedRatio) {
      return Wording.text("stay: Lambda costs %.2f of containers", comparison.ratio());
    }
    return Wording.text(
        "watch: Lambda costs %.2f of containers%s",
        comparison.ratio(),
        comparison.processorShareKnown()
            ? ""
            : Wording.text(", %.2f if it computes all the time", comparison.lowRatio()));
  }

  private static String because(
      Comparison comparison, double days, boolean uncounted, double lostShare) {
    List<String> reasons = new ArrayList<>();
    if (lostShare > 0) {
      reasons.add(
          Wording.text("about %.0f %% of its log is lost and in no figure", 100 * lostShare));
    }
    if (days < ENOUGH_DAYS) {
      reasons.add(
          days < 1
              ? Wording.text("%.1f h, taken for a day", 24 * days)
              : Wording.text("%.1f days", days));
    } else if (days < SURE_DAYS) {
      reasons.add(Wording.text("%.1f days", days));
    }
    if (uncounted) {
      reasons.add("provisioned concurrency is used, its number not said");
    }
    if (!comparison.processorShareKnown()) {
      reasons.add("processor share not said");
    }
    return String.join("; ", reasons);
  }
}
