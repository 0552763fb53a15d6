package dev.stormwatch.core.detect.cascade.saturation;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Mechanism;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.ReservedConcurrency;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Refusing;
import dev.stormwatch.core.detect.cascade.account.Sharers;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Saturation of what an account's functions share: all that is reserved for none.
 *
 * <p><b>Mechanism and formula</b> are those of {@link SaturationDetector}, with the account's quota
 * less what is reserved for the places, and the sum of the functions without a reserve for the load
 * that is carried. Where what is refused comes back by itself, those beside it tell: {@link
 * Starved}.
 *
 * <p><b>What it mistakes for it.</b> A quota that was raised and not told: concurrency that rests
 * exactly at the old one by chance. More than a tenth above it proves that the quota is another;
 * then, and where it may be smaller than declared, others tell: {@link Displaced}. Before anybody
 * is refused, or where no formula says that he is, what one function takes up tells: {@link Surge}.
 *
 * <p><b>Sources.</b> Erlang (1917); AWS Lambda Developer Guide, "Lambda quotas".
 */
public final class AccountSaturation implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * Share of refused calls from which on an account is full. By Erlang's formula it is that of
   * calls that do not come again; of events that do, ten times as many may be refused.
   */
  public static final double SOME = 0.03;

  /** What others lack by chance and by the time of day is less. */
  private static final double TELLING = 0.1;

  /** Where more calls are refused, about all that are offered are tried again and again. */
  private static final double HALF = 0.5;

  /** A step is seen in two panes of ten seconds, which growth has to outlast. */
  private static final long SURGE_MILLIS = 15_000;

  /** Functions named that use the most. */
  private static final int NAMED = 3;

  private final Settings settings;

  public AccountSaturation(Settings settings) {
    this.settings = settings;
  }

  /** How much is shared and in use, and what share of whose calls that refuses. */
  private static final class Use {
    final double used;
    final long places;
    final long quota;
    final double refused;

    /** What others lose, in words; empty where that is not what tells it. */
    final String lost;

    /** Share of their usual calls that others lack in all; 0 where they are too few. */
    final double lacking;

    /** Is the quota what the settings say? */
    final boolean declared;

    /** What takes it up, where that is all that tells. */
    final @Nullable Surge surge;

    Use(
        double used,
        long places,
        long quota,
        double refused,
        String lost,
        double lacking,
        boolean declared,
        @Nullable Surge surge) {
      this.used = used;
      this.places = places;
      this.quota = quota;
      this.refused = refused;
      this.lost = lost;
      this.lacking = lacking;
      this.declared = declared;
      this.surge = surge;
    }
  }

  public void judge(long end, AccountState state, Effects<Finding> effects) {
    Use use = use(state);
    if (use == null) {
      return;
    }
    state.refusing.fills(use.surge != null, end);
    long settle = use.surge == null ? settings.cascade.saturationMillis : SURGE_MILLIS;
    Refusing.Word word = state.refusing.judgeEarly(end, use.refused, SOME, settle);
    if (word == Refusing.Word.BUILDS || word == Refusing.Word.BEGINS) {
      String largest = Sharers.largestFirst(state, settings).get(0).getKey();
      if (!largest.equals(state.largest)) {
        if (!state.largest.isEmpty()) {
          effects.emit(finding(end, use, Refusing.Word.EASES, state));
        }
        state.largest = largest;
      }
    }
    // EASES after one slot alone: nobody was named.
    if (word != Refusing.Word.NOTHING && !state.largest.isEmpty()) {
      effects.emit(finding(end, use, word, state));
    }
  }

  /** Null where all of what is declared is reserved. */
  private @Nullable Use use(AccountState state) {
    double used = Sharers.used(state, settings);
    long quota = settings.cascade.accountConcurrency;
    long places = Sharers.places(state, settings);
    if (places <= 0) {
      return null;
    }
    boolean impossible = used > Sharers.IMPOSSIBLE * places;
    Starved starved = Starved.of(state, settings, impossible ? 0 : used, places);
    double refused = Math.max(Sharers.refused(used, places), starved.share);
    if (refused < settings.cascade.refusedShare) {
      Displaced displaced = Displaced.find(state, settings);
      if (displaced != null) {
        long found = displaced.quota;
        long all = found + quota - places;
        return new Use(
            used, found, all, displaced.share, displaced.words, displaced.share, false, null);
      }
    }
    boolean flat =
        refused < SOME && Sharers.isFlat(state, settings, settings.cascade.saturationMillis);
    Surge surge = flat || refused >= SOME ? null : Surge.of(state, settings, used, places);
    double some = flat || surge != null ? SOME : refused;
    return new Use(used, places, quota, some, starved.worst, starved.lacking, true, surge);
  }

  /** How it is felt: what others lack is counted; a formula tells little of nearly all. */
  private static String felt(Use use) {
    if (use.lacking >= TELLING) {
      return text("others start %.0f %% fewer calls", 100 * use.lacking);
    }
    return use.refused < HALF
        ? text("about %.0f %% of calls refused", 100 * use.refused)
        : "calls are refused";
  }

  /** Have so many calls been refused for so long that retries do not hide it? */
  private boolean isMuch(Use use, AccountState state) {
    double lasting = Sharers.refused(state, settings, settings.cascade.saturationMillis);
    double missing = use.lost.isEmpty() ? 0 : use.refused;
    return Math.max(lasting, missing) >= settings.cascade.refusedShare
        || use.surge != null && use.surge.certain;
  }

  /** Those that use the most of what is shared. */
  private String inUse(AccountState state) {
    return Sharers.largestFirst(state, settings).stream()
        .limit(NAMED)
        .map(one -> text("%s (%.0f)", one.getKey(), one.getValue().concurrency()))
        .collect(Collectors.joining(", "));
  }

  private Finding finding(long end, Use use, Refusing.Word word, AccountState state) {
    boolean recovered = Refusing.over(word);
    boolean refuses = !recovered && use.surge == null;
    boolean certain = !recovered && word != Refusing.Word.BUILDS;
    long onset = state.refusing.onset(end);
    double offered = SaturationAdvice.offered(use.quota, use.refused);
    long need = (long) Math.ceil(SaturationAdvice.SPARE * offered);
    String headline =
        recovered
            ? text("the account has concurrency to spare again: %.0f in use", use.used)
            : use.surge != null
                ? text(
                    "%s takes up the account's concurrency: %.0f of %d in use, %s",
                    state.largest, use.used, use.places, use.surge.words)
                : text(
                    "the account's concurrency is used up, mostly by %s: %.0f of %s%d, %s",
                    state.largest,
                    use.used,
                    use.declared ? "" : "apparently ",
                    use.places,
                    felt(use));
    return new Finding(
            Kind.CONCURRENCY_SATURATION,
            Subject.function(new FunctionId(state.account, state.region, state.largest)),
            !certain ? Severity.INFO : isMuch(use, state) ? Severity.PAGE : Severity.TICKET,
            recovered,
            onset,
            headline,
            measure(use),
            new Impact(
                refuses,
                refuses ? onset : Long.MIN_VALUE,
                use.surge != null
                    ? "none yet, as far as logs tell: once no place is left, callers of every function"
                        + " without a reserve get 429 Rate Exceeded"
                    : "callers of every function without a reserve get 429 Rate Exceeded; refused calls"
                        + " leave no line, so this is inferred from the flat top of the account's"
                        + " concurrency"
                        + (use.declared ? "" : " and from the calls that others lack")),
            List.of(new Evidence(end, "", "", "", "in use by " + inUse(state) + use.lost)),
            recovered ? List.of() : advice(state, use, need))
        .because(Mechanism.ACCOUNT_LIMIT);
  }

  private Measure measure(Use use) {
    boolean surge = use.surge != null;
    return new Measure(
        surge ? "concurrency-used" : "refused-share",
        surge ? use.used / use.places : use.refused,
        "share",
        surge ? Surge.MUCH : settings.cascade.refusedShare,
        (surge ? SURGE_MILLIS : settings.cascade.saturationMillis) / 1000,
        Math.round(use.used),
        0);
  }

  private static List<Recommendation> advice(AccountState state, Use use, long need) {
    String largest = state.largest;
    Member member = state.members.get(largest);
    boolean sudden =
        use.surge != null || member != null && SaturationAdvice.isSudden(member, state.end);
    List<Recommendation> rows = new ArrayList<>();
    long tenth = Math.max(1, use.quota / 10);
    boolean allowed = use.places - tenth >= StageCaps.UNRESERVED;
    rows.add(
        new Recommendation(
            (allowed ? "cap " : "stop ") + largest,
            Long.toString(allowed ? tenth : 0),
            allowed
                ? "a tenth of the account's leaves the rest to others"
                : "AWS lets nobody reserve what leaves less than "
                    + StageCaps.UNRESERVED
                    + " to all others, but 0",
            ReservedConcurrency.command(largest, allowed ? tenth : 0),
            allowed
                ? "its calls beyond the number are refused or wait"
                : "all its calls are refused until aws lambda delete-function-concurrency: "
                    + ReservedConcurrency.NONE_DOES));
    rows.add(
        sudden
            ? SaturationAdvice.ownSource(largest)
            : new Recommendation(
                "ask for a larger quota of concurrent executions",
                Long.toString(need),
                text(
                    "ceil(1.5 × %d / (1 − %.2f)) = %d: what is offered, and half as much again",
                    use.quota, Math.min(SaturationAdvice.MOST_REFUSED, use.refused), need),
                SaturationAdvice.largerQuota(need),
                "takes hours or days; lets as many more calls through to what functions use, and a loop"
                    + " takes all of it: see first whether "
                    + largest
                    + " feeds its own source"));
    if (!use.declared) {
      rows.add(
          new Recommendation(
              "tell Stormwatch the account's quota",
              Long.toString(use.quota),
              "it is smaller than cascade.accountConcurrency says: all use no more while others'"
                  + " calls are missing",
              "aws lambda get-account-settings",
              "none; it is known sooner then when the quota is used up"));
    }
    return rows;
  }
}
