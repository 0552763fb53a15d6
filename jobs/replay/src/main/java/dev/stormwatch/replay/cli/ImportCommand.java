package dev.stormwatch.replay.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.cut.CutResult;
import dev.stormwatch.replay.cut.Cutter;
import dev.stormwatch.replay.cut.Selection;
import dev.stormwatch.replay.input.Input;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a recording of a part of any telemetry. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Cuts a time and some functions out of a recording, or of any file of telemetry, and writes"
          + " them as a recording.",
      "Of every line only what Stormwatch reads is left, so that it can be handed on and replays as"
          + " before. Names of functions, log streams and errors, the account, request ids and ids of"
          + " traces stay, whatever a function puts into the latter."
    })
public final class ImportCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final InputOptions source = new InputOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The recording's folder; it must be empty or not there.")
  private Path out = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "First arrival in Kinesis, such as 2026-03-02T10:15Z. Else from the start.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "What arrived at this time or later is left out. Else to the end.")
  private @Nullable String to;

  @Option(
      names = "--function",
      paramLabel = "PATTERN",
      description =
          "Name of a function or log group that is wanted; * stands for any text. May be given"
              + " again. Else everything.")
  private List<String> functions = new ArrayList<>();

  @Option(names = "--keep-text", description = "Leave lines as they were logged.")
  private boolean keepText;

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      description = "What happened, in a line, for the manifest.")
  private @Nullable String title;

  @Mixin private final SettingsOption settings = new SettingsOption();

  @Option(names = "--json", description = "Print the counts as JSON.")
  private boolean json;

  @Override
  public Integer call() throws UserException {
    long first = from == null ? Long.MIN_VALUE : time("--from", from);
    long end = to == null ? Long.MAX_VALUE : time("--to", to);
    if (first >= end) {
      throw new UserException("--from " + from + " is not before --to " + to);
    }
    PrintWriter writer = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    Input input = source.open();
    if (!json) {
      InputOptions.announce(input, writer);
    }
    Selection selection = new Selection(first, end, functions, keepText);
    Cutter cutter = new Cutter(input, selection, settings.of(input).decode);
    CutResult result;
    try (ProgressLine line = new ProgressLine()) {
      line.watch(cutter::progress);
      result = cutter.into(out, titleOf(input), settings.fileOf(input));
    }
    if (json) {
      writer.println(json(input, result));
    } else {
      print(result, writer);
    }
    writer.flush();
    return 0;
  }

  private String titleOf(Input input) {
    return title != null
        ? title
        : "Part of " + input.path().toAbsolutePath().normalize().getFileName();
  }

  private static long time(String option, String text) throws UserException {
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      try {
        return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC).toEpochMilli();
      } catch (DateTimeException e2) {
        throw new UserException(
            option + " \"" + text + "\" is no time; write it as 2026-03-02T10:15:00Z");
      }
    }
  }

  private void print(CutResult result, PrintWriter writer) {
    writer.printf(
        "%s of %s records taken, %s log events of %s, %s to %s UTC%n",
        Words.count(result.written),
        Words.count(result.read),
        Words.count(result.lines),
        Words.count(result.functions.size(), "function"),
        Words.time(result.firstArrival()),
        Words.time(result.lastArrival()));
    left(result.outOfTime, "outside the time asked for", writer);
    left(result.ofOthers, "of other functions or log groups", writer);
    left(result.unreadable, "that cannot be read", writer);
    if (result.badLines.count() > 0) {
      writer.printf(
          "not records: %s; the first: %s%n",
          Words.count(result.badLines.count(), "line"), result.badLines.first());
    }
    writer.println(
        keepText
            ? "Lines are as they were logged: look before you hand it on."
            : "Redacted: of each line only what Stormwatch reads is left.");
    writer.printf("%n%s is a recording: jobs/stormwatch replay %s%n", out, out);
  }

  private static void left(long records, String which, PrintWriter writer) {
    if (records > 0) {
      writer.printf("  %s %s%n", Words.count(records, "record"), which);
    }
  }

  private String json(Input input, CutResult result) {
    ObjectNode root = JSON.createObjectNode();
    root.put("path", input.path().toString());
    root.put("format", input.format().wireName());
    root.put("out", out.toString());
    root.put("redacted", !keepText);
    root.put("records", result.read);
    root.put("recordsTaken", result.written);
    root.put("recordsOutOfTime", result.outOfTime);
    root.put("recordsOfOthers", result.ofOthers);
    root.put("recordsUnreadable", result.unreadable);
    root.put("badLines", result.badLines.count());
    root.put("events", result.lines);
    root.put("files", result.files);
    root.put("firstArrival", result.firstArrival());
    root.put("lastArrival", result.lastArrival());
    result.functions.forEach(root.putArray("functions")::add);
    return root.toPrettyString();
  }
}
