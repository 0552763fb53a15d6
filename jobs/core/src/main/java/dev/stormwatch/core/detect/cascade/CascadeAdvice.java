package dev.stormwatch.core.detect.cascade;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.ReservedConcurrency;
import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.saturation.StageCaps;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What to do about a cascade: what stops it now, and what bounds the next one. */
final class CascadeAdvice implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A function is spared for one that has so many times fewer calls of its own. */
  private static final double FEWER = 4;

  /** Calls a second: of fewer than one a minute it does not matter which are refused. */
  private static final double FEWEST_WANTED = 1 / 60.0;

  private final Settings settings;
  private final StageCaps caps;

  CascadeAdvice(Settings settings) {
    this.settings = settings;
    this.caps = new StageCaps(settings);
  }

  /**
   * @param quota concurrent executions of the account
   * @param stopped does it seem to call no more?
   */
  List<Recommendation> rows(Cascade cascade, AccountState state, long quota, boolean stopped) {
    List<Recommendation> rows = new ArrayList<>();
    if (cascade.shape() == Shape.CUT_CHAINS) {
      rows.add(trigger(cascade));
      rows.add(dropped(cascade));
      rows.add(recursion(cascade));
      return rows;
    }
    if (cascade.isAmbiguous()) {
      rows.add(clients(cascade));
    } else if (cascade.shape() == Shape.LONE_CHAIN) {
      rows.add(ends(cascade));
    }
    rows.add(stop(cascade, state, stopped));
    if (cascade.fansOut()) {
      String dearest = dearest(cascade, state);
      rows.add(backlog(dearest, cascade));
      rows.addAll(caps.rows(stages(cascade), state, quota, true));
      rows.add(queue(dearest));
      rows.add(map());
    } else {
      rows.add(trigger(cascade));
      if (!LoopProtection.isBlind(cascade, state)) {
        rows.add(recursion(cascade));
      }
      List<String> stages = cascade.shape() == Shape.LONE_CHAIN ? List.of() : cascade.cycle();
      rows.addAll(caps.rows(stages, state, quota, cascade.shape() == Shape.EXPLOSION));
    }
    return rows;
  }

  /** Who runs a load test knows; the event of a call tells who does not. */
  private static Recommendation clients(Cascade cascade) {
    return new Recommendation(
        "see who calls " + cascade.root(),
        "",
        text(
            "each call starts when another ends: so it is in a loop, in a load test and with a"
                + " queue's workers; if it is no loop, let it end, and name %s in cascade.meant if"
                + " there will be more",
            cascade.root()),
        text("aws lambda get-policy --function-name %s", cascade.root()),
        "none, it only reads, and fails with ResourceNotFoundException where a role calls it; what is"
            + " meant is never told, a real loop neither");
  }

  /** Only what its lines say tells a reader of very many pages from a loop. */
  private static Recommendation ends(Cascade cascade) {
    return new Recommendation(
        "see whether it comes to an end",
        "",
        "a reader of pages looks the same up to its last page, but its lines tell another page each"
            + " time",
        text(
            "aws logs filter-log-events --log-group-name /aws/lambda/%s --start-time %d%s --max-items"
                + " 50",
            cascade.cycle().get(0),
            1000 * cascade.since,
            cascade.trace.text().isEmpty()
                ? ""
                : text(" --filter-pattern '\"%s\"'", cascade.trace.text())),
        "none, it only reads");
  }

  /** A loop stops wherever it is cut; of a fan-out what makes the bill, and all behind it. */
  private Recommendation stop(Cascade cascade, AccountState state, boolean stopped) {
    String name = cascade.fansOut() ? dearest(cascade, state) : leastWanted(cascade, state);
    return new Recommendation(
        (stopped ? "should it go on, " : "") + "stop it: give " + name + " no concurrency",
        "0",
        why(name, cascade, state),
        ReservedConcurrency.command(name, 0),
        text(
            "every call of %s is refused, wanted ones too: %s; undo it once the cause is gone, or"
                + " what waits starts it again: %s",
            name, ReservedConcurrency.NONE_DOES, undo(settings.reservedConcurrency(name))));
  }

  /** What was set aside for it before is set again, or it takes part in what is left to all. */
  private static String undo(long reserved) {
    return reserved > 0
        ? text("put-function-concurrency with the %d that are declared", reserved)
        : "delete-function-concurrency, or the number it had before";
  }

  private static String why(String name, Cascade cascade, AccountState state) {
    if (cascade.fansOut()) {
      return text(
          "it makes about %.0f %% of the bill, and what it would call on is not called either; the"
              + " stages before it end when their own events are worked off",
          100 * bill(name, cascade, state) / Math.max(1e-9, bill(cascade, state)));
    }
    List<String> cycle = cascade.cycle();
    String first = cycle.get(0);
    if (name.equals(first)) {
      return "a chain of calls that cannot run once does not come back, unless a stream or a queue"
          + " keeps its record"
          + (first.equals(cascade.root()) ? "" : "; " + cascade.root() + " only began it")
          + (cycle.size() > 1
              ? text(
                  "; should the calls go on, the cycle only calls it: then stop %s", cycle.get(1))
              : "");
    }
    return text(
        "a cycle stops wherever it is cut, and of its functions %s is called least otherwise: %.1f"
            + " calls a minute are usual of it, %.1f of %s; should the calls go on, the cycle only"
            + " calls it: then stop %s",
        name, 60 * usual(name, state), 60 * usual(first, state), first, first);
  }

  /**
   * The first is part of the cycle for certain, so it takes much fewer calls that are wanted to
   * prefer another.
   */
  private static String leastWanted(Cascade cascade, AccountState state) {
    String first = cascade.cycle().get(0);
    String least = first;
    for (String name : cascade.cycle()) {
      least = usual(name, state) < usual(least, state) ? name : least;
    }
    double wanted = Math.max(FEWEST_WANTED, FEWER * usual(least, state));
    return usual(first, state) >= wanted ? least : first;
  }

  /** Calls a second that there are without the cascade. */
  private static double usual(String name, AccountState state) {
    Member member = state.members.get(name);
    return member == null ? 0 : member.ordinary();
  }

  /** What makes most of the bill, in GB-s. */
  private static String dearest(Cascade cascade, AccountState state) {
    String dearest = cascade.path.get(cascade.path.size() - 1);
    for (String name : cascade.path) {
      dearest = bill(name, cascade, state) > bill(dearest, cascade, state) ? name : dearest;
    }
    return dearest;
  }

  private static double bill(Cascade cascade, AccountState state) {
    return cascade.path.stream().mapToDouble(name -> bill(name, cascade, state)).sum();
  }

  private static double bill(String name, Cascade cascade, AccountState state) {
    Member member = state.members.get(name);
    return member == null ? 0 : cascade.calls(name) * member.cost.gigabyteSeconds();
  }

  /** Those that are called more often than there were events, the most calls first. */
  private static List<String> stages(Cascade cascade) {
    return cascade.path.stream()
        .filter(name -> cascade.calls(name) > cascade.roots)
        .sorted(
            Comparator.comparingLong((String name) -> -cascade.calls(name))
                .thenComparing(Comparator.naturalOrder()))
        .collect(Collectors.toList());
  }

  /** What waits logs nothing, so how long a fan-out goes on is known to its queue alone. */
  private static Recommendation backlog(String name, Cascade cascade) {
    Instant since = Instant.ofEpochSecond(cascade.since);
    return new Recommendation(
        "see how much still waits",
        "",
        "a fan-out ends when its events are worked off, and no log tells how many wait: the age of"
            + " asynchronous events rises while more come than go; of a queue it is"
            + " ApproximateNumberOfMessagesVisible; a Map state of Step Functions waits for its calls,"
            + " so neither tells of it: describe-map-run does of a Distributed Map, get-execution-history"
            + " of an inline one",
        text(
            "aws cloudwatch get-metric-statistics --namespace AWS/Lambda --metric-name AsyncEventAge"
                + " --dimensions Name=FunctionName,Value=%s --statistics Maximum --period 60"
                + " --start-time %s --end-time %s",
            name, since, since.plus(1, ChronoUnit.DAYS)),
        "none, it only reads");
  }

  private static Recommendation queue(String name) {
    return new Recommendation(
        "put a queue between the stages, with a maximum concurrency",
        "",
        "what one stage sends at once, the next takes at its own pace, and nothing else starves;"
            + " of a queue that is there already the command tells the UUID for"
            + " update-event-source-mapping --uuid … --scaling-config MaximumConcurrency=10",
        text("aws lambda list-event-source-mappings --function-name %s", name),
        "the command only reads; with a limit the backlog takes longer, and messages must not"
            + " outlive the queue's retention");
  }

  private static Recommendation map() {
    return new Recommendation(
        "bound what one event may become",
        "",
        "MaxConcurrency on Map states, and a limit in the splitter on how many parts it sends; where"
            + " Step Functions makes the calls, aws stepfunctions stop-execution --execution-arn ARN ends"
            + " them, while a Map state whose calls are refused tries them again",
        "aws stepfunctions list-executions --status-filter RUNNING --state-machine-arn ARN",
        "an event beyond the limit must be refused or split by hand");
  }

  private static Recommendation trigger(Cascade cascade) {
    return new Recommendation(
        "separate what it writes from what triggers it",
        "",
        "another bucket or a prefix filter on the trigger; another table, or a filter on the stream"
            + " that drops the function's own changes; another topic or queue",
        text("aws lambda list-event-source-mappings --function-name %s", cascade.cycle().get(0)),
        "none, it only reads; a trigger in S3 or SNS shows in get-policy instead");
  }

  /** Lambda counts the chains that it stops; that settles what the number of calls suggests. */
  private static Recommendation dropped(Cascade cascade) {
    Instant since = Instant.ofEpochSecond(cascade.since);
    return new Recommendation(
        "see whether Lambda stops its chains",
        "",
        "each chain that Lambda stops is one RecursiveInvocationsDropped; if there are none, the"
            + " number of calls is meant, or a queue redelivers",
        text(
            "aws cloudwatch get-metric-statistics --namespace AWS/Lambda --metric-name"
                + " RecursiveInvocationsDropped --dimensions Name=FunctionName,Value=%s --statistics"
                + " Sum --period 300 --start-time %s --end-time %s",
            cascade.root(), since, since.plus(1, ChronoUnit.DAYS)),
        "none, it only reads");
  }

  private static Recommendation recursion(Cascade cascade) {
    return new Recommendation(
        "see whether Lambda is allowed to stop loops of it",
        "Terminate",
        "Allow switches Lambda's own protection off",
        text("aws lambda get-function-recursion-config --function-name %s", cascade.cycle().get(0)),
        "none, it only reads; with Terminate a chain that is meant is cut after some 16 calls");
  }
}
