package dev.stormwatch.core.detect.cost;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Hash64;
import dev.stormwatch.core.settings.TestSettings;
import dev.stormwatch.core.slot.RecordingEffects;
import dev.stormwatch.core.track.FunctionTrack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Three weeks and more of a function that waits most of its time and gets more to do each day, with
 * its call by call truth: calls come as a Poisson process with a daily tide, a mood by the hour and
 * for some a quieter weekend.
 */
final class GrowingLife {

  static final long DAY = 86_400_000;
  private static final long MINUTE = 60_000;
  private static final long SLOT = 5_000;
  private static final long START = CostLife.T;
  private static final int DAYS = 28;

  record Said(long at, Finding finding) {}

  private record Call(long start, long end) {}

  final List<Said> said = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final Random random;
  private final boolean known;
  private final long memory;
  private final long used;
  private final double share;
  private final double growth;
  private final double weekend;
  private final double tide;
  private final double workMillis;
  private final double concurrency;
  private final CostDetector detector = new CostDetector(TestSettings.usual().settings());
  private final FunctionTrack track = new FunctionTrack();
  private final CostState state = CostState.create();

  GrowingLife(long seed, boolean known) {
    this.known = known;
    random = new Random(Hash64.of("growing-" + seed));
    memory = new long[] {1024, 1769, 2048, 3008}[random.nextInt(4)];
    used = Math.round(memory * (0.1 + 0.3 * random.nextDouble()));
    share = 0.1 + 0.2 * random.nextDouble();
    growth = 1.03 + 0.09 * random.nextDouble();
    weekend = random.nextInt(3) == 0 ? 0.8 : 1;
    tide = 0.5 * random.nextDouble();
    workMillis = 20_000 * Math.pow(10, random.nextDouble());
    // Below the price of two tasks and a balancer, to cross it after ten to eighteen days.
    double crossing = 3.10 / (memory / 1024.0 * 86_400 * 0.0000166667);
    concurrency = crossing / Math.pow(growth, 10 + 8 * random.nextDouble());
  }

  void run() {
    double mood = 1;
    long hour = 0;
    double most = concurrency / workMillis * 2 * Math.pow(growth, DAYS);
    long at = START;
    while (true) {
      at += Math.round(-Math.log(1 - random.nextDouble()) / most);
      if (at >= START + DAYS * DAY) {
        break;
      }
      if (at / 3_600_000 != hour) {
        hour = at / 3_600_000;
        mood = Math.exp(0.05 * random.nextGaussian());
      }
      double days = (at - START) / (double) DAY;
      double now =
          concurrency
              / workMillis
              * Math.pow(growth, days)
              * (1 + tide * Math.sin(2 * Math.PI * days))
              * mood
              * ((long) days % 7 >= 5 ? weekend : 1);
      if (random.nextDouble() * most < now) {
        long took = Math.round(workMillis * Math.exp(0.3 * random.nextGaussian() - 0.045));
        calls.add(new Call(at, at + took));
      }
    }
    List<Call> ended = new ArrayList<>(calls);
    ended.sort((a, b) -> Long.compare(a.end, b.end));
    FunctionSlot slot = null;
    long end = 0;
    for (Call call : ended) {
      long arrival = ((call.end + 10_000) / SLOT + 1) * SLOT;
      if (slot != null && arrival != end) {
        tell(end, slot);
        slot = null;
      }
      end = arrival;
      slot = slot == null ? new FunctionSlot(CostLife.POLL) : slot;
      long took = call.end - call.start;
      slot.invocations++;
      slot.durationMicros += took * 1000;
      slot.billedMillis += took;
      slot.billedMegabyteMillis += took * memory;
      slot.memoryMegabytes = memory;
      slot.usage.calls++;
      slot.usage.usedMegabytes += used;
      if (known) {
        slot.processor.add(Math.round(share * took * 1000 * memory / 1769), took * 1000, memory);
      }
      slot.busy.addInterval(call.end, took * 1000, call.start - 1, call.end);
    }
  }

  private void tell(long end, FunctionSlot slot) {
    RecordingEffects<Finding> effects = new RecordingEffects<>();
    detector.onSlot(new FunctionView(end, slot, track), state, effects);
    effects.emitted.forEach(finding -> said.add(new Said(end, finding)));
  }

  /** The first midnight from which on Lambda is the dearer one on every day. */
  long crossing() {
    double[] ratios = ratios();
    int first = DAYS;
    while (first > 0 && ratios[first - 1] > 1) {
      first--;
    }
    return first == DAYS ? Long.MAX_VALUE : START + first * DAY;
  }

  /** The same of a week's mean around each day, which one odd day does not move. */
  long crossingOfWeeks() {
    double[] ratios = ratios();
    int first = DAYS;
    while (first > 0) {
      double sum = 0;
      for (int day = Math.max(0, first - 4); day < Math.min(DAYS, first + 3); day++) {
        sum += Math.log(ratios[day]);
      }
      if (sum <= 0) {
        break;
      }
      first--;
    }
    return START + first * DAY;
  }

  /** What the two days before cost, taken for a month. */
  double usdPerMonthBefore(long at) {
    return calls.stream()
            .filter(call -> call.end >= at - 2 * DAY && call.end < at)
            .mapToDouble(this::usd)
            .sum()
        / 2
        * 365
        / 12;
  }

  /** Lambda over containers, day by day. */
  private double[] ratios() {
    double[] busy = new double[DAYS * 1440 + 1440];
    double[] usd = new double[DAYS + 1];
    for (Call call : calls) {
      usd[Math.min(DAYS, (int) ((call.end - START) / DAY))] += usd(call);
      for (long at = call.start; at < call.end; ) {
        long next = Math.min(call.end, (at / MINUTE + 1) * MINUTE);
        busy[(int) ((at - START) / MINUTE)] += (next - at) / 60_000.0;
        at = next;
      }
    }
    double each = Math.max(share * memory / 1769 / 0.65, used / 2048.0 / 0.8);
    double[] ratios = new double[DAYS];
    for (int day = 0; day < DAYS; day++) {
      double[] minutes = Arrays.copyOfRange(busy, day * 1440, (day + 1) * 1440);
      Arrays.sort(minutes);
      double tasks = Math.max(2, Math.ceil(minutes[(int) (0.95 * 1439)] * each));
      ratios[day] = usd[day] / (tasks * 24 * (0.04048 + 2 * 0.004445) + 24 * 0.0305);
    }
    return ratios;
  }

  private double usd(Call call) {
    return (call.end - call.start) / 1000.0 * memory / 1024 * 0.0000166667 + 2e-7;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d MB, share %.2f, growth %.3f, weekend %.1f, calls of %.0f s",
        memory,
        share,
        growth,
        weekend,
        workMillis / 1000);
  }
}
