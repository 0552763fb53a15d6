package dev.stormwatch.replay.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.LogHistogram;
import dev.stormwatch.core.settings.ColdStartSettings;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.input.BadLines;
import dev.stormwatch.replay.input.Input;
import dev.stormwatch.replay.input.Inputs;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.SettingsReader;
import dev.stormwatch.telemetry.json.Times;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what Stormwatch understands in a file of telemetry, and what it does not. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Shows what Stormwatch understands in any file of telemetry, line by line, and what it does"
            + " not.")
public final class InspectCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reading goes at some ten thousand records a second, so this is every second or so. */
  private static final long PROGRESS_RECORDS = 20_000;

  private static final ColdStartSettings COLD_STARTS = SettingsReader.defaults().coldStart;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final InputOptions source = new InputOptions();

  @Option(names = "--json", description = "Print the counts as JSON.")
  private boolean json;

  @Override
  public Integer call() throws UserException {
    Input input = source.openWithoutTimes();
    Inspection inspection = new Inspection(SettingsReader.defaults(), input.region());
    BadLines badLines;
    try (Input.Records records = input.open()) {
      for (KinesisRecord record = records.next(); record != null; record = records.next()) {
        inspection.add(record);
        if (inspection.records % PROGRESS_RECORDS == 0) {
          System.err.println("reading … " + Words.count(inspection.records) + " records");
        }
      }
      if (inspection.records == 0) {
        throw Inputs.nothing(input.path(), records);
      }
      badLines = records.badLines();
      source.check(inspection.functions.size());
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (json) {
      out.println(json(input, inspection, badLines));
    } else {
      print(input, inspection, badLines, out);
    }
    out.flush();
    return 0;
  }

  private static void print(Input input, Inspection found, BadLines badLines, PrintWriter out) {
    InputOptions.announce(input, out);
    out.printf(
        "%s (%s), %s%s%n%n",
        Words.count(found.records, "record"),
        Words.count(found.controlMessages, "control message"),
        Words.count(found.lines, "log event"),
        found.lastEvent == Long.MIN_VALUE
            ? ""
            : ", " + Words.time(found.firstEvent) + " to " + Words.time(found.lastEvent) + " UTC");

    Table kinds = new Table("LINE", ">COUNT", "READING");
    for (LineKind.Reading reading : LineKind.Reading.values()) {
      found.kinds.forEach(
          (kind, count) -> {
            if (kind.reading() == reading) {
              kinds.row(kind.title(), Words.count(count), reading.title());
            }
          });
    }
    kinds.print(out);
    out.println();

    if (!found.functions.isEmpty()) {
      Table functions =
          new Table("FUNCTION", ">LINES", ">CALLS", ">COLD", ">FAILURE LINES", "COLD SHARE");
      String place = place(found);
      if (!place.isEmpty() && !place.contains(FunctionId.UNKNOWN)) {
        out.println("  Functions of " + place);
      }
      found.functions.forEach(
          (function, counts) ->
              functions.row(
                  place.isEmpty() ? function : function.substring(place.length() + 1),
                  Words.count(counts.lines),
                  Words.count(counts.calls),
                  Words.count(counts.cold),
                  Words.count(counts.failureLines),
                  enough(found, counts.calls) ? "judged" : "insufficient data"));
      functions.print(out);
      if (!found.functions.values().stream().allMatch(counts -> enough(found, counts.calls))) {
        out.println(
            Words.wrap(
                "  ",
                String.format(
                    Locale.ROOT,
                    "insufficient data: fewer than %d calls in %d min; whether inits get slower is"
                        + " judged all the same, and functions to which the settings give one"
                        + " application are judged together",
                    COLD_STARTS.minInvocations,
                    COLD_STARTS.windowMillis / 60_000)));
      }
      out.println();
    }
    lag("from the event to CloudWatch Logs", found.ingestionLag, out);
    lag("from the event to arrival", found.arrivalLag, out);
    problems(found, badLines, out);
  }

  /** The account and Region of all functions, where there is but one; empty else. */
  private static String place(Inspection found) {
    List<String> places =
        found.functions.keySet().stream()
            .map(name -> name.substring(0, Math.max(0, name.lastIndexOf('/'))))
            .distinct()
            .toList();
    return places.size() == 1 ? places.get(0) : "";
  }

  /** Does a window mostly hold as many calls as the share of cold ones needs to be judged? */
  private static boolean enough(Inspection found, long calls) {
    double windows = (found.lastEvent - found.firstEvent) / (double) COLD_STARTS.windowMillis;
    return calls >= COLD_STARTS.minInvocations * Math.max(1, windows);
  }

  private static void lag(String what, LogHistogram lag, PrintWriter out) {
    if (lag.total() > 0) {
      out.printf(
          Locale.ROOT,
          "delivery lag %s: half within %s, 99 %% within %s%n",
          what,
          Words.duration(lag.quantile(0.5)),
          Words.duration(lag.quantile(0.99)));
    }
  }

  private static void problems(Inspection found, BadLines badLines, PrintWriter out) {
    if (badLines.count() > 0) {
      out.printf(
          "%nnot records: %s lines; the first: %s%n",
          Words.count(badLines.count()), badLines.first());
    }
    found.deadByReason.forEach(
        (reason, count) ->
            out.printf("%nunreadable records: %s, %s%n", Words.count(count), reason));
    if (!found.foreignGroups.isEmpty()) {
      out.printf("%nlog groups that are no Lambda function's:%n");
      found.foreignGroups.forEach(
          (group, count) -> out.printf("  %s: %s%n", group, Words.count(count, "log event")));
    }
    found.examples.forEach(
        (kind, examples) -> {
          out.printf("%n%s (%s), for example:%n", kind.title(), kind.reading().title());
          examples.forEach(example -> out.println("  " + example));
        });
  }

  private static String json(Input input, Inspection found, BadLines badLines) {
    ObjectNode root = JSON.createObjectNode();
    root.put("path", input.path().toString());
    root.put("format", input.format().wireName());
    root.put("records", found.records);
    root.put("controlMessages", found.controlMessages);
    root.put("badLines", badLines.count());
    root.put("events", found.lines);
    if (found.lastEvent != Long.MIN_VALUE) {
      root.put("firstEvent", Times.text(found.firstEvent));
      root.put("lastEvent", Times.text(found.lastEvent));
    }
    ObjectNode readings = root.putObject("readings");
    for (LineKind.Reading reading : LineKind.Reading.values()) {
      readings.put(name(reading), found.count(reading));
    }
    ObjectNode kinds = root.putObject("kinds");
    found.kinds.forEach((kind, count) -> kinds.put(name(kind), count));
    ObjectNode functions = root.putObject("functions");
    found.functions.forEach(
        (function, counts) -> {
          ObjectNode row = functions.putObject(function);
          row.put("lines", counts.lines);
          row.put("calls", counts.calls);
          row.put("cold", counts.cold);
          row.put("failureLines", counts.failureLines);
          row.put("enoughCallsForColdStarts", enough(found, counts.calls));
        });
    ObjectNode dead = root.putObject("unreadable");
    found.deadByReason.forEach(dead::put);
    ObjectNode groups = root.putObject("otherLogGroups");
    found.foreignGroups.forEach(groups::put);
    ObjectNode examples = root.putObject("examples");
    found.examples.forEach(
        (kind, lines) -> {
          var rows = examples.putArray(name(kind));
          lines.forEach(rows::add);
        });
    return root.toPrettyString();
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
