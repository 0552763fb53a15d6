package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Functions that go on calling themselves, and functions that others call as evenly, as an account
 * sees them: idle until {@link #START}, or with calls of their own.
 */
public final class LoopLab {

  /** Whatever is tried begins so many seconds after the first word of the account. */
  public static final int START = 900;

  /** So long a call takes, seconds; the rest of its turn it waits to be delivered. */
  private static final double CALL = 0.2;

  /** Of a day in which traffic swings. */
  private static final double DAY = 86_400;

  /** Who else calls. */
  public enum Own {
    NONE(0, 0),
    SELDOM(0.1, 0),
    STEADY(1, 0),
    SWINGING(1, 0.8);

    private final double perSecond;
    private final double swing;

    Own(double perSecond, double swing) {
      this.perSecond = perSecond;
      this.swing = swing;
    }

    private void call(Account account, String name, Random dice, double end) {
      double phase = 2 * Math.PI * dice.nextDouble();
      double most = perSecond * (1 + swing);
      if (most > 0) {
        for (double at = apart(dice, most); at < end; at += apart(dice, most)) {
          double rate = perSecond * (1 + swing * Math.sin(phase + 2 * Math.PI * at / DAY));
          if (dice.nextDouble() * most < rate) {
            account.call(name, at, CALL);
          }
        }
      }
    }
  }

  /** What tells more of it than default logs do. */
  public enum Told {
    NOTHING,
    BATCHES,
    /** The settings say that nobody waits for it. */
    DECLARED
  }

  /** A page and what precedes it, seconds after the start; {@link Long#MAX_VALUE} for none. */
  public record Outcome(long ticket, long page) {}

  private final Random dice;
  private final int lasts;
  public final Account account;

  public LoopLab(long seed, int lasts, Told told, String... declared) {
    dice = new Random(seed);
    this.lasts = lasts;
    account = new Account(told == Told.DECLARED ? unattended(declared) : settings());
    account.calls("checkout", 0, START + lasts, 3);
  }

  private static Settings settings() {
    return TestSettings.usual().settings();
  }

  /** Nobody waits for some functions. */
  public static Settings unattended(String... names) {
    List<?> rules = Arrays.stream(names).map(n -> TestSettings.rule(n, false)).toList();
    return TestSettings.usual().with("functions", rules).settings();
  }

  private static double apart(Random dice, double perSecond) {
    return -Math.log(1 - dice.nextDouble()) / perSecond;
  }

  private void call(String name, double at, double seconds) {
    account.call(name, at, seconds).lasting(name, (int) (1000 * seconds));
  }

  public LoopLab own(String name, Own own) {
    own.call(account, name, dice, START + lasts);
    return this;
  }

  /** A chain that runs from a time on, through functions in equal parts of a turn. */
  public LoopLab chain(double from, double turn, double variation, String... functions) {
    double part = turn / functions.length;
    double spread = Math.sqrt(Math.log(1 + variation * variation * functions.length));
    double at = START + from;
    int next = 0;
    while (at < START + lasts) {
      call(functions[next], at, CALL);
      at += part * Math.exp(spread * dice.nextGaussian() - spread * spread / 2);
      next = (next + 1) % functions.length;
    }
    return this;
  }

  /** Chains that begin within so many seconds. */
  public LoopLab chains(
      int chains, double within, double turn, double variation, String... functions) {
    for (int i = 0; i < chains; i++) {
      chain(within * dice.nextDouble(), turn, variation, functions);
    }
    return this;
  }

  /** Each event begins one chain more, for ever. */
  public LoopLab events(double perSecond, double turn, double variation, String... functions) {
    for (double at = apart(dice, perSecond); at < START; at += apart(dice, perSecond)) {
      call(functions[0], at, CALL);
    }
    for (double at = apart(dice, perSecond); at < lasts; at += apart(dice, perSecond)) {
      chain(at, turn, variation, functions);
    }
    return this;
  }

  /** Devices, pollers or warmers that each call once in a period, wherever in it they began. */
  public LoopLab fleet(String name, int devices, double period, double jitter, double until) {
    for (int device = 0; device < devices; device++) {
      double phase = period * dice.nextDouble();
      for (double at = phase; at < Math.min(until, lasts); at += period) {
        call(name, START + Math.max(0, at + jitter * dice.nextGaussian()), CALL);
      }
    }
    return this;
  }

  /** A schedule that starts so many calls at a time. */
  public LoopLab cron(String name, int calls, double period) {
    for (double at = 0; at < lasts; at += period) {
      for (int i = 0; i < calls; i++) {
        call(name, START + at + 2 * dice.nextDouble(), CALL);
      }
    }
    return this;
  }

  /** Clients or workers that call again when they were answered and have thought about it. */
  public LoopLab clients(
      String name, int clients, double ramp, double seconds, double thinks, double until) {
    for (int client = 0; client < clients; client++) {
      double at = ramp * client / clients;
      while (at < Math.min(until, lasts)) {
        double takes = seconds * Math.exp(0.35 * dice.nextGaussian());
        account.call(name, START + at, takes);
        at += takes + 0.03 + thinks * (0.5 + dice.nextDouble());
      }
    }
    account.lasting(name, (int) (1000 * seconds * 1.06));
    return this;
  }

  /** A load test at a rate, which it reaches in steps. */
  public LoopLab open(
      String name, double perSecond, int steps, double step, boolean even, double until) {
    double at = 0;
    while (at < Math.min(until, lasts)) {
      double rate = perSecond * Math.min(steps, 1 + Math.floor(at / step)) / steps;
      call(name, START + at + 0.02 * dice.nextDouble(), CALL);
      at += even ? 1 / rate : apart(dice, rate);
    }
    return this;
  }

  /** What people ask for, of whom some ask for much, from the beginning or from a time on. */
  public LoopLab web(String name, double perSecond, double from, double scatter) {
    for (double second = from; second < START + lasts; second++) {
      double rate = perSecond * Math.exp(scatter * dice.nextGaussian());
      for (double at = apart(dice, rate); at < 1; at += apart(dice, rate)) {
        call(name, second + at, CALL);
      }
    }
    return this;
  }

  /** A stream of which each shard is read again when its batch is done, at most so often. */
  public LoopLab stream(String name, int shards, double window, double seconds) {
    for (int shard = 0; shard < shards; shard++) {
      double at = window * dice.nextDouble();
      while (at < lasts) {
        double takes = seconds * Math.exp(0.35 * dice.nextGaussian());
        account.call(name, START + at, takes);
        at += window + takes + 0.05 * dice.nextDouble();
      }
    }
    account.lasting(name, (int) (1000 * seconds * 1.06));
    return this;
  }

  public Outcome play() {
    account.play(0, START + lasts);
    long ticket = Long.MAX_VALUE;
    long page = Long.MAX_VALUE;
    for (int i = account.findings().size() - 1; i >= 0; i--) {
      Severity severity = account.findings().get(i).severity;
      long at = account.at(i) - START;
      ticket = severity.compareTo(Severity.TICKET) >= 0 ? at : ticket;
      page = severity == Severity.PAGE ? at : page;
    }
    return new Outcome(ticket, page);
  }
}
