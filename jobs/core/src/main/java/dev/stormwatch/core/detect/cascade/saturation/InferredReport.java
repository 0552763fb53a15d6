package dev.stormwatch.core.detect.cascade.saturation;

import static dev.stormwatch.core.detect.Wording.counted;
import static dev.stormwatch.core.detect.Wording.duration;
import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.ReservedConcurrency;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Caller;
import dev.stormwatch.core.detect.cascade.account.Inferred;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.List;

/** What is told of a saturation that no declared limit tells. */
final class InferredReport implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Settings settings;

  InferredReport(Settings settings) {
    this.settings = settings;
  }

  Finding finding(
      long end,
      String name,
      Member member,
      Told told,
      Inferred.Case one,
      boolean recovered,
      AccountState state) {
    List<String> callers = state.inferred.callersOf(name);
    boolean flat = one.level > 0;
    long since = flat ? end - member.flatTop.lasts(end) : state.inferred.refusesSince(name, end);
    long onset = Math.min(one.refusing.onset(end), since);
    return new Finding(
        Kind.CONCURRENCY_SATURATION,
        Subject.function(new FunctionId(state.account, state.region, name), callers),
        recovered ? Severity.INFO : one.paged ? Severity.PAGE : Severity.TICKET,
        recovered,
        onset,
        recovered
            ? text(
                flat
                    ? "%s is no longer at a limit of its concurrency"
                    : "%s: calls are no longer refused for want of concurrency",
                name)
            : flat ? flatTop(end, name, member) : refused(name, member, callers, told),
        flat ? flatTop(end, member) : refusals(told),
        new Impact(
            !recovered && !flat,
            recovered || flat ? Long.MIN_VALUE : onset,
            recovered
                ? "none any more"
                : flat
                    ? "whoever calls it may be refused or wait; refused calls leave no line in its log,"
                        + " so this is inferred from its flat top"
                    : "callers get TooManyRequestsException; asynchronous events wait and are tried"
                        + " again"),
        List.of(new Evidence(end, "", "", "", evidence(member, told, flat))),
        recovered
            ? List.of()
            : Refuser.holdsMost(member, settings) ? ofAccount(name) : advice(name, callers, flat));
  }

  /** Of a caller that tells of few refusals, but goes on telling. */
  Finding lingering(long end, String name, Caller caller, Inferred.Case one, AccountState state) {
    Told told = new Told();
    told.add(caller, end);
    long onset = one.refusing.onset(end);
    boolean sought = caller.target.isEmpty() || caller.target.equals(name);
    Member full = sought ? null : state.members.get(caller.target);
    String uses =
        full == null
            ? ""
            : text("; %s uses %.0f executions by now", caller.target, full.concurrency());
    return new Finding(
        Kind.CONCURRENCY_SATURATION,
        Subject.function(
            new FunctionId(state.account, state.region, name),
            full == null ? List.of() : List.of(caller.target)),
        one.paged ? Severity.PAGE : Severity.TICKET,
        false,
        onset,
        text(
            "Lambda refuses calls that %s makes, for want of concurrency: %s of its own meet it for"
                + " %s%s",
            name, percent(told.share(false)), duration(end - onset), uses),
        new Measure(
            "refused-for",
            (end - onset) / 1000.0,
            "seconds",
            InferredSaturation.LINGERS_MILLIS / 1000.0,
            60,
            told.lines,
            0),
        new Impact(
            true, onset, "single calls get TooManyRequestsException, without a minute's pause"),
        List.of(
            new Evidence(
                end,
                "",
                "",
                "",
                text(
                    "%s of refused calls, %d of %s of its own failed, in a minute%s",
                    counted(told.lines, "line"), told.failed, counted(told.calls, "call"), uses))),
        advice(full == null ? name : caller.target, sought ? List.of() : List.of(name), false));
  }

  private static String percent(double share) {
    return share < 0.005 ? "less than 1 %" : text("%.0f %%", 100 * share);
  }

  private String refused(String name, Member member, List<String> callers, Told told) {
    double percent = 100 * told.share(told.failed > 0);
    if (callers.isEmpty()) {
      return text(
          "Lambda refuses calls that %s makes, for want of concurrency: %.0f %% of its own fail or"
              + " meet it",
          name, percent);
    }
    String who = callers.size() == 1 ? callers.get(0) : callers.size() + " callers";
    if (!told.ofAccount && Refuser.holdsMost(member, settings)) {
      return text(
          "%s holds %.0f of the account's %,d places: calls of %s are refused%s",
          name,
          member.concurrency(),
          settings.cascade.accountConcurrency,
          who,
          told.lines == 0 ? "" : text(" (%.0f %%)", percent));
    }
    return text(
        told.ofAccount
            ? "the account's concurrency is used up, mostly by %s: calls of %s are refused (%.0f %%)"
            : "%s has no concurrency left: calls of %s are refused (%.0f %%)",
        name,
        who,
        percent);
  }

  private static String flatTop(long end, String name, Member member) {
    return text(
        "%s stays at %.1f concurrent executions, flat for %s: it seems to be at a limit that is"
            + " not declared",
        name, member.concurrency(), duration(Math.max(member.flatTop.lasts(end), 0)));
  }

  private Measure refusals(Told told) {
    return new Measure(
        "refused-share",
        told.share(told.failed > 0),
        "share",
        told.failed > 0 ? settings.cascade.ticketFailingShare : settings.cascade.refusedShare,
        60,
        told.calls,
        0);
  }

  private Measure flatTop(long end, Member member) {
    return new Measure(
        "flat-top",
        member.flatTop.lasts(end) / 1000.0,
        "seconds",
        settings.cascade.flatTopMillis / 1000.0,
        member.flatTop.lasts(end) / 1000,
        Math.round(member.concurrency()),
        0);
  }

  private static String evidence(Member member, Told told, boolean flat) {
    return flat
        ? text(
            "%.1f in use, usually %.1f; their scatter is a small part of what calls that come as"
                + " they please show",
            member.concurrency(), member.flatTop.usual())
        : text(
            "%s of refused calls, %d of %s of the callers failed, in a minute; %.1f concurrent"
                + " executions in use, usually %.1f",
            counted(told.lines, "line"),
            told.failed,
            counted(told.calls, "call"),
            member.concurrency(),
            member.flatTop.usual());
  }

  /** One function has most of what all share. */
  private List<Recommendation> ofAccount(String name) {
    long quota = settings.cascade.accountConcurrency;
    long tenth = Math.max(1, quota / 10);
    boolean allowed = quota - tenth >= StageCaps.UNRESERVED;
    long cap = allowed ? tenth : 0;
    return List.of(
        new Recommendation(
            (allowed ? "cap " : "stop ") + name + ", and find what slows it or calls it so often",
            Long.toString(cap),
            text(
                "it holds most of the %,d that all functions without a reserve share, and each of"
                    + " them is refused for want of it; %s",
                quota,
                allowed
                    ? "a tenth leaves the rest to others"
                    : "AWS lets nobody reserve what leaves less than 100 to others, but 0"),
            ReservedConcurrency.command(name, cap),
            "its calls beyond the number are refused or wait"),
        new Recommendation(
            "see whether the account's quota is what Stormwatch takes it for",
            "cascade.accountConcurrency: " + quota,
            "refusals that no line assigns are laid to the account's largest by that number",
            "aws lambda get-account-settings",
            "none, it only reads"));
  }

  private static List<Recommendation> advice(String name, List<String> callers, boolean flat) {
    if (!flat && callers.isEmpty()) {
      return List.of(
          new Recommendation(
              "find the function that refuses",
              "",
              "the lines do not name it, and no function's concurrency gives it away",
              "aws cloudwatch list-metrics --namespace AWS/Lambda --metric-name Throttles",
              ""));
    }
    return List.of(
        new Recommendation(
            "see whether it feeds its own source; if not, which limit holds it, and raise that",
            "",
            "its reserved concurrency, its event source's maximum concurrency or the account's"
                + " quota; a loop takes all that it is given",
            text("aws lambda get-function-concurrency --function-name %s", name),
            "raised for a loop, it lets that run as much faster"),
        new Recommendation(
            "declare the limit in the settings",
            "functions: reservedConcurrency",
            "with a declared limit it is found within half a minute, with the share that is"
                + " refused",
            "",
            ""));
  }
}
