package dev.stormwatch.core.notify;

import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.incident.Headline;
import dev.stormwatch.core.incident.Peak;
import dev.stormwatch.core.model.FunctionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An alert in words. The measure of it is somebody who was asleep a minute ago: the first line says
 * what, where and how bad, the second whether it is already felt or what comes when, then what to
 * do with the command to paste and what else that does; reasons and evidence come last.
 */
public final class PageText {

  /** Longest subject of an e-mail that SNS takes, in characters. */
  public static final int MAX_SUBJECT = 99;

  /** Longest text that goes into one SMS, in characters. */
  public static final int MAX_SMS = 160;

  private static final String MORE = "(more in the log and by e-mail)";
  private static final String ONLY_READS = "none, it only reads";
  private static final int MAX_LISTED = 5;
  private static final long MINUTE = 60_000;

  private PageText() {}

  /** What an inbox shows: ASCII and on one line, since SNS refuses anything else. */
  public static String subject(Alert alert) {
    return PlainText.cut(PlainText.ascii(oneLine(alert)), MAX_SUBJECT);
  }

  /** What a phone shows. */
  public static String sms(Alert alert) {
    Subject subject = alert.finding.subject;
    String where = ' ' + subject.account() + '/' + subject.region();
    return PlainText.cut(PlainText.ascii(oneLine(alert)), MAX_SMS - where.length()) + where;
  }

  private static String oneLine(Alert alert) {
    return '[' + label(alert) + "] " + alert.headline;
  }

  /** The word that says how urgent it is, or that it is over. */
  public static String label(Alert alert) {
    switch (alert.action) {
      case RESOLVE:
        return "RESOLVED";
      case EXPIRE:
        return "EXPIRED";
      case UPDATE:
        return "UPDATE";
      default:
        return alert.severity.wireName().toUpperCase(Locale.ROOT);
    }
  }

  /** All of it, for an inbox. */
  public static String email(Alert alert) {
    StringBuilder text = new StringBuilder(2048);
    text.append(oneLine(alert)).append("\n\n");
    facts(alert).forEach(fact -> text.append(fact).append('\n'));
    if (!alert.ends()) {
      steps(alert, alert.action != Alert.Action.UPDATE, text);
    }
    muted(alert, text);
    if (!alert.ends()) {
      evidence(alert.finding.evidence, text);
      text.append("\nA message follows when it is over.");
    }
    text.append("\nIncident ")
        .append(alert.incidentId)
        .append(", message ")
        .append(alert.sequence)
        .append(" (")
        .append(alert.action.wireName())
        .append("), decided at ")
        .append(PageTime.withDay(alert.decidedAt))
        .append(" on what had arrived by then.\n");
    return text.toString();
  }

  /**
   * For a pager that shows little: whether it is felt and what to do, then the rest, as many whole
   * lines as fit.
   */
  public static String brief(Alert alert, int length) {
    StringBuilder text = new StringBuilder(oneLine(alert)).append('\n');
    pressing(alert).forEach(fact -> text.append(fact).append('\n'));
    if (!alert.ends()) {
      steps(alert, false, text);
    }
    text.append('\n');
    particulars(alert).forEach(fact -> text.append(fact).append('\n'));
    if (text.length() <= length) {
      return text.toString();
    }
    int end = text.lastIndexOf("\n", length - MORE.length() - 1);
    // A first line that does not fit is cut like one.
    return end < 0 ? PlainText.cut(text.toString(), length) : text.substring(0, end + 1) + MORE;
  }

  /** What is known, a line each, the most pressing first. */
  public static List<String> facts(Alert alert) {
    List<String> facts = pressing(alert);
    facts.addAll(particulars(alert));
    return facts;
  }

  private static List<String> pressing(Alert alert) {
    Finding finding = alert.finding;
    List<String> facts = new ArrayList<>();
    if (alert.ends()) {
      facts.add(
          "Lasted:  " + PageTime.length(alert.decidedAt - alert.onset) + " until this message");
      Peak peak = alert.peak;
      if (peak != null) {
        facts.add(
            "Peak:    "
                + Figures.of(peak.name, peak.value, peak.unit)
                + ", at "
                + PageTime.of(peak.at, alert));
      }
    } else {
      facts.add(
          "Felt:    "
              + (finding.impact.seen
                  ? "since "
                      + PageTime.of(finding.impact.firstAt, alert)
                      + ": "
                      + finding.impact.what
                  : finding.impact.what.isEmpty()
                      ? "by nobody yet"
                      : "not yet: " + finding.impact.what));
      Prediction next = finding.prediction;
      if (next != null) {
        facts.add(
            "Next:    "
                + next.what
                + ", at about "
                + PageTime.of(next.at, alert)
                + band(next, alert));
      }
    }
    if (alert.inhibitedBy != null) {
      facts.add("Cause:   " + alert.inhibitedBy.text + " (" + alert.inhibitedBy.incidentId + ")");
    }
    return facts;
  }

  private static List<String> particulars(Alert alert) {
    Finding finding = alert.finding;
    List<String> facts = new ArrayList<>();
    facts.add("What:    " + finding.kind.wireName() + ", " + where(finding.subject));
    facts.add(
        "Since:   "
            + PageTime.withDay(alert.onset)
            + (alert.ends() ? "" : ", " + PageTime.length(alert.decidedAt - alert.onset) + " ago"));
    facts.add("Number:  " + Figures.of(finding.measure));
    return facts;
  }

  /** A band that reaches far is no news. */
  private static String band(Prediction next, Alert alert) {
    long width = next.latest - next.earliest;
    return width > 0 && width <= 60 * MINUTE
        ? " (" + PageTime.of(next.earliest, alert) + " to " + PageTime.of(next.latest, alert) + ")"
        : next.earliest < next.at
            ? " (" + PageTime.of(next.earliest, alert) + " at the earliest)"
            : "";
  }

  private static String where(Subject subject) {
    StringBuilder where = new StringBuilder(subject.type());
    for (Map.Entry<String, String> name : subject.names().entrySet()) {
      where.append(' ');
      if (!name.getKey().equals(subject.type())) {
        where.append(name.getKey()).append(' ');
      }
      where.append(name.getValue());
    }
    if (!subject.functions().isEmpty()) {
      where.append(" with ").append(list(subject.functions()));
    }
    return where + ", account " + subject.account() + ", " + subject.region();
  }

  /** The first few, and how many more. */
  private static String list(List<String> names) {
    int shown = Math.min(names.size(), MAX_LISTED);
    String more = names.size() > shown ? " and " + (names.size() - shown) + " more" : "";
    return String.join(", ", names.subList(0, shown)) + more;
  }

  /**
   * A command names its Region; whose account it is for only the reader's credentials say.
   *
   * @param why whether reasons are told, which an update need not repeat
   */
  private static void steps(Alert alert, boolean why, StringBuilder text) {
    List<Recommendation> steps = alert.finding.recommendations;
    if (steps.isEmpty()) {
      return;
    }
    String account = alert.finding.subject.account();
    text.append("\nWhat to do");
    text.append(account.equals(FunctionId.UNKNOWN) ? "" : " in account " + account).append('\n');
    int n = 0;
    for (Recommendation step : steps) {
      text.append(++n).append(". ").append(step(step)).append('\n');
      if (!step.command.isEmpty()) {
        String command = step.commandIn(alert.finding.subject.region());
        text.append("     ").append(command).append('\n');
      }
      if (!step.blanks().isEmpty()) {
        text.append("   Fill in: ").append(String.join(", ", step.blanks())).append('\n');
      }
      if (why) {
        text.append("   Why: ").append(step.reason).append('\n');
      }
      if (step.sideEffect.startsWith(ONLY_READS)) {
        text.append("   Only reads").append(step.sideEffect.substring(ONLY_READS.length()));
        text.append('\n');
      } else if (!step.sideEffect.isEmpty() && !step.sideEffect.equals("none")) {
        text.append("   Side effect: ").append(step.sideEffect).append('\n');
      }
    }
  }

  /** What to do, on one line. */
  public static String step(Recommendation step) {
    return step.action + (step.value.isEmpty() ? "" : ": " + step.value);
  }

  private static void muted(Alert alert, StringBuilder text) {
    if (alert.inhibits.isEmpty()) {
      return;
    }
    int all = alert.inhibits.size() + alert.moreInhibited;
    text.append("\nAlso muted (").append(all).append(")\n");
    int shown = Math.min(alert.inhibits.size(), MAX_LISTED);
    for (Headline muted : alert.inhibits.subList(0, shown)) {
      text.append("- ").append(muted.text).append('\n');
    }
    if (all > shown) {
      text.append("- and ").append(all - shown).append(" more\n");
    }
  }

  private static void evidence(List<Evidence> rows, StringBuilder text) {
    if (rows.isEmpty()) {
      return;
    }
    text.append("\nSeen in the logs\n");
    for (Evidence row : rows) {
      text.append(PageTime.of(row.at)).append("  ").append(row.text).append('\n');
      String source =
          Stream.of(row.logGroup, row.logStream, row.requestId)
              .filter(name -> !name.isEmpty())
              .collect(Collectors.joining("  "));
      if (!source.isEmpty()) {
        text.append("          ").append(source).append('\n');
      }
    }
  }
}
