package dev.stormwatch.core.detect.cascade;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
 * nothing is said then.
 *
 * <p><b>Sources.</b> Erlang (1917); AWS Lambda Developer Guide, "Lambda quotas".
 */
final class AccountSaturation implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Carried load so much beyond the quota says that the quota is another. */
  private static final double IMPOSSIBLE = 1.1;

  /** Functions named that use the most. */
  private static final int NAMED = 3;

  private final Settings settings;

  AccountSaturation(Settings settings) {
    this.settings = settings;
  }

  void judge(long end, CascadeState state, Effects<Finding> effects) {
    double used = 0;
    long reserved = 0;
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      long own = settings.reservedConcurrency(entry.getKey());
      reserved += own;
      used += own > 0 ? 0 : entry.getValue().concurrency();
    }
    long places = settings.cascade.accountConcurrency - reserved;
    if (places <= 0) {
      return;
    }
    boolean impossible = used > IMPOSSIBLE * places;
    double carried = impossible ? 0 : Erlang.refusedShare(used, places);
    Starved starved = Starved.of(state, settings, impossible ? 0 : used, places);
    double refused = Math.max(carried, starved.share);
    Refusing.Word word =
        state.refusing.judgeEarly(
            end, refused, settings.cascade.refusedShare, settings.cascade.saturationMillis);
    if (word == Refusing.Word.BUILDS || word == Refusing.Word.BEGINS) {
      String largest = Sharers.largestFirst(state, settings).get(0).getKey();
      if (!largest.equals(state.largest)) {
        if (!state.largest.isEmpty()) {
          effects.emit(finding(end, used, places, refused, Refusing.Word.EASES, state, ""));
        }
        state.largest = largest;
      }
    }
    // EASES after one slot alone: nobody was named.
    if (word != Refusing.Word.NOTHING && !state.largest.isEmpty()) {
      effects.emit(finding(end, used, places, refused, word, state, starved.worst));
    }
  }

  /** Those that use the most of what is shared. */
  private String inUse(CascadeState state) {
    return Sharers.largestFirst(state, settings).stream()
        .limit(NAMED)
        .map(one -> text("%s (%.0f)", one.getKey(), one.getValue().concurrency()))
        .collect(Collectors.joining(", "));
  }

  private Finding finding(
      long end,
      double used,
      long places,
      double refused,
      Refusing.Word word,
      CascadeState state,
      String starved) {
    boolean recovered = Refusing.over(word);
    boolean certain = !recovered && word != Refusing.Word.BUILDS;
    long onset = state.refusing.onset(end);
    long quota = settings.cascade.accountConcurrency;
    long need = (long) Math.ceil(1.5 * quota / Math.max(0.05, 1 - refused));
    String headline =
        recovered
            ? text("the account has concurrency to spare again: %.0f of %d", used, places)
            : text(
                "the account's concurrency is used up, mostly by %s: %.0f of %d, about %.0f %% of"
                    + " %scalls refused",
                state.largest, used, places, 100 * refused, starved.isEmpty() ? "" : "others' ");
    return new Finding(
        Kind.CONCURRENCY_SATURATION,
        Subject.function(new FunctionId(state.account, state.region, state.largest)),
        certain ? Severity.PAGE : Severity.INFO,
        recovered,
        onset,
        headline,
        new Measure(
            "refused-share",
            refused,
            "share",
            settings.cascade.refusedShare,
            settings.cascade.saturationMillis / 1000,
            Math.round(used),
            0),
        new Impact(
            !recovered,
            recovered ? Long.MIN_VALUE : onset,
            "callers of every function without a reserve get 429 Rate Exceeded; refused calls leave"
                + " no line, so this is inferred from the flat top of the account's concurrency"),
        List.of(new Evidence(end, "", "", "", "in use by " + inUse(state) + starved)),
        recovered ? List.of() : advice(state.largest, quota, refused, need));
  }

  private static List<Recommendation> advice(
      String largest, long quota, double refused, long need) {
    return List.of(
        new Recommendation(
            "cap " + largest,
            Long.toString(Math.max(1, quota / 10)),
            "a tenth of the account's leaves the rest to others",
            text(
                "aws lambda put-function-concurrency --function-name %s"
                    + " --reserved-concurrent-executions %d",
                largest, Math.max(1, quota / 10)),
            "its calls beyond the number are refused or wait"),
        new Recommendation(
            "ask for a larger quota of concurrent executions",
            Long.toString(need),
            text(
                "ceil(1.5 × %d / (1 − %.2f)) = %d: what is offered, and half as much again",
                quota, Math.min(0.95, refused), need),
            text(
                "aws service-quotas request-service-quota-increase --service-code lambda"
                    + " --quota-code L-B99A9384 --desired-value %d",
                need),
            "takes hours or days; lets as many more calls through to what functions use"));
  }
}
