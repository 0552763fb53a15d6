package dev.stormwatch.core.detect.gap;

import static dev.stormwatch.core.detect.Wording.duration;
import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.detect.gap.TelemetryGapState.Member;
import dev.stormwatch.core.model.FunctionId;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What is told of telemetry that stops or comes late. */
final class TelemetryGapReport implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What of the functions' metrics is looked at, around the time at which their logs stopped. */
  private static final long BEFORE = 15 * 60_000;

  private static final long AFTER = 2 * 60 * 60_000;

  private final String streamArn;

  /**
   * @param streamArn empty where the stream is not known
   */
  TelemetryGapReport(String streamArn) {
    this.streamArn = streamArn;
  }

  /**
   * @param missed functions that should have been heard since; at least one
   * @param sure whether more than one of them logs so often that nothing else explains it
   */
  Finding silent(
      long end,
      long missed,
      boolean sure,
      long silentAfter,
      long expected,
      TelemetryGapState state) {
    long silence = end - state.heardAt;
    String headline =
        text(
            "no logs from %s/%s for %s: %s",
            state.account,
            state.region,
            duration(silence),
            sure
                ? missed
                    + " functions that log all the time are missed; nothing else can be detected"
                : missed == 1
                    ? "a function that logs all the time is missed, or is no longer called"
                    : missed + " functions that log now and then are missed, or no longer called");
    Measure measure = silence(silence, silentAfter, expected, state.longestSilenceMillis / 1000);
    return finding(sure ? Severity.PAGE : Severity.TICKET, false, headline, measure, state);
  }

  Finding late(long lag, double usual, double lateAfter, long slotMillis, TelemetryGapState state) {
    String headline =
        text(
            "logs from %s/%s come %s late, usually %s: what is seen is the past",
            state.account, state.region, duration(lag), duration((long) usual));
    Measure measure =
        new Measure(
            "delivery-lag",
            lag / 1000.0,
            "seconds",
            lateAfter / 1000,
            slotMillis / 1000,
            1,
            usual / 1000);
    return finding(Severity.PAGE, false, headline, measure, state);
  }

  /** Of delivery that was silent or late, and whose records are fresh again. */
  Finding recovered(double usual, TelemetryGapState state) {
    String headline =
        state.oldestMillis > 0
            ? text(
                "logs from %s/%s come in time again; what came late was up to %s old",
                state.account, state.region, duration(state.oldestMillis))
            : text(
                "logs from %s/%s come again, none of them old: calls had stopped, or logs are lost",
                state.account, state.region);
    Measure measure =
        new Measure(
            "delivery-lag",
            usual / 1000,
            "seconds",
            state.oldestMillis / 1000.0,
            0,
            1,
            usual / 1000);
    return finding(Severity.PAGE, true, headline, measure, state);
  }

  /**
   * Of most functions, that are silent while a few go on.
   *
   * @param sure whether there are so many that no single caller fed them
   */
  Finding groupMissing(long end, List<String> gone, boolean sure, TelemetryGapState state) {
    long silence = end - state.goneAt;
    return finding(
        sure ? Severity.PAGE : Severity.TICKET,
        false,
        state.goneAt,
        text(
            "no logs from %s of %s functions of %s/%s for %s: they stopped in one moment; what"
                + " happens to them is not seen",
            gone.size(), state.goneOf, state.account, state.region, duration(silence)),
        new Measure(
            "silence", silence / 1000.0, "seconds", 0, silence / 1000, (long) gone.size(), 0),
        gone,
        state);
  }

  Finding groupHeardAgain(TelemetryGapState state) {
    return finding(
        Severity.PAGE,
        true,
        state.goneAt,
        text("functions of %s/%s that were silent log again", state.account, state.region),
        new Measure("silence", 0, "seconds", 0, 0, (long) state.goneOf, 0),
        new ArrayList<>(state.members.keySet()),
        state);
  }

  /** Of one busy function that is silent while others go on. */
  Finding missing(long end, String name, Member member, long silentAfter, TelemetryGapState state) {
    long silence = end - member.heardAt;
    return ofFunction(
        name,
        member,
        false,
        text(
            "no logs from %s for %s, others go on: its subscription is gone or filters all, or"
                + " nobody calls it",
            name, duration(silence)),
        silence,
        silentAfter,
        state);
  }

  Finding heardAgain(long end, String name, Member member, TelemetryGapState state) {
    long silence = end - member.heardAt;
    return ofFunction(
        name,
        member,
        true,
        text("logs from %s come again after %s", name, duration(silence)),
        silence,
        0,
        state);
  }

  private static Finding ofFunction(
      String name,
      Member member,
      boolean recovered,
      String headline,
      long silence,
      long silentAfter,
      TelemetryGapState state) {
    return new Finding(
        Kind.TELEMETRY_GAP,
        Subject.function(new FunctionId(state.account, state.region, name)),
        Severity.TICKET,
        recovered,
        member.heardAt,
        headline,
        silence(silence, silentAfter, member.slots, member.longestSilenceMillis / 1000.0),
        new Impact(false, 0, ""),
        List.of(),
        List.of(
            new Recommendation(
                "see whether it is called, and whether its log group still has its subscription",
                "",
                "it logged in nearly every slot as long as it is known, and stopped within one",
                "aws logs describe-subscription-filters --log-group-name /aws/lambda/" + name,
                "")));
  }

  /**
   * @param longest that there was before, seconds
   */
  private static Measure silence(long millis, long silentAfter, long samples, double longest) {
    return new Measure(
        "silence",
        millis / 1000.0,
        "seconds",
        silentAfter / 1000.0,
        millis / 1000,
        samples,
        longest);
  }

  private Finding finding(
      Severity severity,
      boolean recovered,
      String headline,
      Measure measure,
      TelemetryGapState state) {
    List<String> functions = new ArrayList<>(state.members.keySet());
    return finding(severity, recovered, state.onset, headline, measure, functions, state);
  }

  private Finding finding(
      Severity severity,
      boolean recovered,
      long onset,
      String headline,
      Measure measure,
      List<String> functions,
      TelemetryGapState state) {
    return new Finding(
        Kind.TELEMETRY_GAP,
        Subject.telemetry(state.account, state.region, streamArn, functions),
        severity,
        recovered,
        onset,
        headline,
        measure,
        new Impact(false, 0, ""),
        List.of(),
        recommendations(onset, mostHeard(functions, state)));
  }

  /** Of one that is called now and then a time without calls says nothing. */
  private static String mostHeard(List<String> functions, TelemetryGapState state) {
    String most = "FUNCTION";
    long slots = -1;
    for (String function : functions) {
      Member member = state.members.get(function);
      if (member != null && member.slots > slots) {
        most = function;
        slots = member.slots;
      }
    }
    return most;
  }

  private List<Recommendation> recommendations(long onset, String function) {
    List<Recommendation> rows = new ArrayList<>();
    rows.add(
        new Recommendation(
            "treat the calm of every dashboard and alarm as unknown until this is resolved",
            "",
            "without logs nothing of the functions is seen, their failures included; a flood of old"
                + " lines after it is no storm. Where nothing at all arrives any more, time is counted"
                + " by the machine's clock",
            "",
            ""));
    rows.add(
        new Recommendation(
            "see whether the functions run: their metrics take another way than their logs",
            "",
            "calls without logs are delivery's fault; no calls are their callers'",
            "aws cloudwatch get-metric-statistics --namespace AWS/Lambda --metric-name Invocations"
                + " --dimensions Name=FunctionName,Value="
                + function
                + text(
                    " --statistics Sum --period 60 --start-time %s --end-time %s"
                        + " --query 'sort_by(Datapoints,&Timestamp)[].[Timestamp,Sum]' --output text",
                    Instant.ofEpochMilli(onset - BEFORE).truncatedTo(ChronoUnit.SECONDS),
                    Instant.ofEpochMilli(onset + AFTER).truncatedTo(ChronoUnit.SECONDS)),
            ""));
    rows.add(
        new Recommendation(
            "see whether the subscription is there and delivers",
            "",
            "a filter that was removed, a role that was changed or a stream that throttles all look"
                + " like this; AWS/Logs DeliveryErrors and DeliveryThrottling tell which",
            "aws logs describe-subscription-filters --log-group-name /aws/lambda/" + function,
            ""));
    if (!streamArn.isEmpty()) {
      rows.add(
          new Recommendation(
              "see whether the stream takes records",
              "",
              "a stream that is being deleted or lost its key refuses what CloudWatch Logs sends",
              "aws kinesis describe-stream-summary --stream-name "
                  + streamArn.substring(streamArn.lastIndexOf('/') + 1),
              ""));
    }
    return rows;
  }
}
