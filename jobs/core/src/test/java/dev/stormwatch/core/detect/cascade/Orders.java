package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.Random;
import java.util.function.Function;

/** Orders that one call each was enough for, and that go round from some second on. */
public final class Orders {

  /** Nothing else is to find it first. */
  public static final Settings ALONE =
      TestSettings.usual().with("cascade.learningSeconds", 86_400L).settings();

  public static final int RELEASE = 900;
  public static final double EVERY = 3;
  public static final int FOR_EVER = 10_000;

  /** Last second. */
  private final int end;

  public final Random dice = new Random(1);
  public long traces = 1_000;

  public Orders(int end) {
    this.end = end;
  }

  /** Events of one call from one second to another, as they please. */
  public Account ordinary(Account account, String function, double to, double every) {
    for (double at = next(0, every); at < to; at = next(at, every)) {
      account.traced(function, at, traces++, -1);
    }
    return account;
  }

  public Account orders(int to) {
    return ordinary(new Account(ALONE), "order", to, EVERY);
  }

  public double next(double at, double every) {
    return at - every * Math.log(1 - dice.nextDouble());
  }

  /** One event: so many calls, each a turn after the last, give or take a fifth. */
  public void chain(Account account, double at, int calls, double turn, double lost) {
    long trace = traces++;
    for (int k = 0; k < calls && at < end; k++) {
      if (dice.nextDouble() >= lost) {
        account.traced("order", at, trace, -1);
      }
      at += turn * (0.8 + 0.4 * dice.nextDouble());
    }
  }

  /** All events since the release are chains of so many calls. */
  public Account released(int calls, double turn, double lost) {
    return released(calls, turn, lost, EVERY);
  }

  public Account released(int calls, double turn, double lost, double every) {
    Account account = ordinary(new Account(ALONE), "order", RELEASE, every);
    for (double at = next(RELEASE, every); at < end; at = next(at, every)) {
      chain(account, at, calls, turn, lost);
    }
    return account;
  }

  /** What a rule finds first, and seconds from the release until then; -1 for never. */
  public static final class Found {
    public Suspect suspect;
    public long after = -1;

    public Found(Account account, int end, Function<AccountState, Suspect> rule) {
      for (int at = 0; at < end && suspect == null; at += Account.SLOT_SECONDS) {
        account.play(at, at + Account.SLOT_SECONDS);
        suspect = rule.apply(account.state);
        after = suspect == null ? -1 : at + Account.SLOT_SECONDS - RELEASE;
      }
    }
  }
}
