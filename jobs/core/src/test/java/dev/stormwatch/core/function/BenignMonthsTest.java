package dev.stormwatch.core.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Hash64;
import dev.stormwatch.core.settings.TestSettings;
import dev.stormwatch.core.slot.RecordingEffects;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Months of functions with nothing wrong, all synchronous and all with an init of two seconds: how
 * often does somebody get woken? Rates from one call a quarter of an hour to one a second, a daily
 * tide and a weekend, moods of ten minutes, releases; every third with hourly batches and every
 * third with thirty calls at once, once a day. A measurement, run by {@code
 * -Dstormwatch.benignMonths=N}.
 */
@EnabledIfSystemProperty(named = "stormwatch.benignMonths", matches = "\\d+")
class BenignMonthsTest {

  private static final long SLOT = 5_000;
  private static final long DAY = 86_400_000;
  private static final long START = 1_772_440_020_000L / DAY * DAY;
  private static final int MONTHS = Integer.getInteger("stormwatch.benignMonths", 1);
  private static final long DAYS = MONTHS == 1 ? 2 : 30;

  private static final class Environment {
    private final String name;
    private final long retires;
    private long freeAt;

    private Environment(String name, long retires) {
      this.name = name;
      this.retires = retires;
    }
  }

  private static final class Months {
    private final long seed;
    private final Random random;
    private final double perSlot;
    private final double durationMillis;
    private final int kind;
    private final FunctionLogic logic = new FunctionLogic(TestSettings.usual().settings());
    private final FunctionState state = logic.newState();
    private final RecordingEffects<Finding> effects = new RecordingEffects<>();
    private final ArrayDeque<Environment> idle = new ArrayDeque<>();
    private final Map<Severity, Integer> opened = new EnumMap<>(Severity.class);
    private final Map<String, Integer> told = new TreeMap<>();
    private int version = 1;
    private int created;
    private boolean open;
    private long heardAt;
    private Severity worst = Severity.INFO;
    private String cause = "";

    private Months(long seed) {
      this.seed = seed;
      // Random's first numbers hardly differ between neighbouring seeds.
      random = new Random(Hash64.of("months-" + seed));
      perSlot = 5 * 0.001 * Math.pow(1_000, random.nextDouble());
      durationMillis = 50 * Math.pow(40, random.nextDouble());
      kind = (int) (seed % 3);
    }

    private void run() {
      long burst = START + DAY / 2;
      double mood = 1;
      long release = START + DAY + random.nextInt((int) (4 * DAY));
      for (long end = START + SLOT; end < START + DAYS * DAY; end += SLOT) {
        if (end % 600_000 < SLOT) {
          mood = Math.exp(0.25 * random.nextGaussian());
        }
        if (end >= release) {
          version++;
          idle.clear();
          release = end + DAY + random.nextInt((int) (4 * DAY));
        }
        double tide = 1 + 0.6 * Math.sin(2 * Math.PI * (end % DAY) / DAY);
        double weekend = (end / DAY) % 7 < 2 ? 0.5 : 1;
        int calls = poisson(perSlot * mood * tide * weekend);
        if (kind == 1 && end % 3_600_000 < SLOT) {
          calls += 25 + random.nextInt(15);
        } else if (kind == 2 && end >= burst) {
          calls += 30;
          burst += DAY / 2 + random.nextInt((int) DAY);
        }
        if (calls > 0) {
          slot(end, calls);
        }
      }
      close();
    }

    private int poisson(double mean) {
      int count = 0;
      for (double rest = mean + Math.log(1 - random.nextDouble()); rest > 0; count++) {
        rest += Math.log(1 - random.nextDouble());
      }
      return count;
    }

    private void slot(long end, int calls) {
      FunctionSlot slot = new FunctionSlot(new FunctionId("1", "eu-west-1", "f"));
      slot.records = 1;
      slot.lags.add(15_000);
      slot.memoryMegabytes = 512;
      slot.callLines = calls;
      long at = end - 20_000 - SLOT;
      for (int i = 0; i < calls; i++) {
        call(slot, at + i * SLOT / calls);
      }
      int before = effects.emitted.size();
      logic.onSlot(end, slot, state, effects);
      if (effects.emitted.size() > before) {
        heardAt = end;
      } else if (end - heardAt >= 1_800_000) {
        close();
      }
      effects.emitted.subList(before, effects.emitted.size()).forEach(this::hear);
      effects.emitted.clear();
      effects.activities.clear();
    }

    private void call(FunctionSlot slot, long at) {
      idle.removeIf(e -> at - e.freeAt > 360_000 || at > e.retires);
      Environment environment = idle.stream().filter(e -> e.freeAt <= at).findFirst().orElse(null);
      long wait = 0;
      if (environment == null) {
        created++;
        environment = new Environment("e" + created, at + 3_600_000 + random.nextInt(3_600_000));
        wait = Math.round(2_000 * Math.exp(0.3 * random.nextGaussian()));
        slot.coldStarts++;
        slot.firstColdAt = Math.min(slot.firstColdAt, at);
        slot.coldWaits.add(wait * 1000);
        slot.inits.add(Integer.toString(version), wait * 1000);
      } else {
        idle.remove(environment);
      }
      long took = Math.round(durationMillis * Math.exp(0.4 * random.nextGaussian()));
      environment.freeAt = at + wait + took;
      idle.addFirst(environment);
      slot.invocations++;
      slot.durationMicros += took * 1000;
      slot.inits.coldMicros += wait > 0 ? took * 1000 : 0;
      slot.environments.sight(Hash64.of(environment.name), environment.freeAt, 0);
      slot.busy.addInterval(environment.freeAt, (wait + took) * 1000, at - DAY, at + DAY);
    }

    private void hear(Finding finding) {
      if (finding.recovered) {
        close();
      } else {
        if (finding.severity == Severity.PAGE && (!open || worst != Severity.PAGE)) {
          System.out.printf(
              Locale.ROOT, "  seed %d: %s, usually %.3f a slot%n", seed, finding.headline, perSlot);
        }
        worst = !open || finding.severity.compareTo(worst) > 0 ? finding.severity : worst;
        cause = finding.severity == worst ? finding.kind + " " + finding.cause : cause;
        open = true;
      }
    }

    private void close() {
      if (open) {
        opened.merge(worst, 1, Integer::sum);
        if (worst != Severity.INFO) {
          told.merge(worst + " " + cause, 1, Integer::sum);
        }
        open = false;
      }
    }
  }

  @Test
  void nobodyIsWoken() {
    int functions = MONTHS == 1 ? 6 : MONTHS;
    Map<Severity, Integer> opened = new EnumMap<>(Severity.class);
    Map<String, Integer> told = new TreeMap<>();
    for (int seed = 0; seed < functions; seed++) {
      Months months = new Months(seed + Long.getLong("stormwatch.seed", 0));
      months.run();
      months.opened.forEach((severity, count) -> opened.merge(severity, count, Integer::sum));
      months.told.forEach((cause, count) -> told.merge(cause, count, Integer::sum));
    }
    System.out.printf(
        Locale.ROOT, "%d functions for %d days each: %s %s%n", functions, DAYS, opened, told);
    assertThat(opened.getOrDefault(Severity.PAGE, 0)).isLessThanOrEqualTo(functions / 100);
  }
}
