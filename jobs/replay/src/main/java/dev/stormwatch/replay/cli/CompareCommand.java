package dev.stormwatch.replay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.Version;
import dev.stormwatch.replay.evaluate.LabelledRecording;
import dev.stormwatch.replay.input.Input;
import dev.stormwatch.replay.run.EmbeddedFlink;
import dev.stormwatch.replay.run.Replay;
import dev.stormwatch.replay.run.Replay.StateBackend;
import dev.stormwatch.replay.run.ReplayResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Would another threshold have caught it, sooner, and what else would it have told? */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Replays the same telemetry with two settings, A and B, and shows side by side what each"
            + " would have told, and when; or with one value of a key after another.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stormwatch compare incident --set coldStart.minShare=0.02",
      "  stormwatch compare incident --set coldStart.minShare=0.02,0.05,0.1",
      "  stormwatch compare incident --settings today.json --with tomorrow.json"
    })
public final class CompareCommand implements Callable<Integer> {

  private static final int PARALLELISM = 2;

  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final InputOptions source = new InputOptions();

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description = "Settings A (JSON). Else those that the recording holds, else the defaults.")
  private @Nullable Path settings;

  @Option(
      names = "--with",
      paramLabel = "FILE",
      description = "Settings B (JSON). Else those of A; --set changes them.")
  private @Nullable Path with;

  @Mixin private final SettingsChanges changes = new SettingsChanges();

  @Option(names = "--json", description = "Print what was changed and every summary as JSON.")
  private boolean json;

  @Override
  public Integer call() throws UserException {
    if (with == null && changes.none()) {
      throw new UserException(
          "nothing to compare with: give --set KEY=VALUE, --with FILE or both, such as"
              + " --set coldStart.minShare=0.02");
    }
    Input input = source.open();
    PrintWriter writer = Objects.requireNonNull(spec).commandLine().getOut();
    SettingsChanges.Sweep several = changes.sweep();
    if (several == null) {
      two(input, writer);
    } else {
      sweep(several, input, writer);
    }
    writer.flush();
    return 0;
  }

  private void two(Input input, PrintWriter writer) throws UserException {
    Settings a = SettingsFiles.of(settings, input);
    Path fileOfB = with == null ? settings : with;
    Settings b = SettingsFiles.of(fileOfB, input, changes);
    if (a.hash.equals(b.hash)) {
      throw new UserException("A and B are the same settings; change something in B");
    }
    SettingsDifference difference =
        new SettingsDifference(
            SettingsFiles.effective(settings, input, new SettingsChanges()),
            SettingsFiles.effective(fileOfB, input, changes));
    List<ReplaySummary> both = replay(input, List.of(a, b), List.of("A", "B"), writer);
    if (json) {
      ObjectNode root = JSON.createObjectNode();
      root.set("changed", difference.json());
      root.set("a", both.get(0).tree());
      root.set("b", both.get(1).tree());
      writer.println(root.toPrettyString());
    } else {
      writer.println();
      difference.print(writer);
      writer.println();
      print(both.get(0), both.get(1), writer);
    }
  }

  private void sweep(SettingsChanges.Sweep several, Input input, PrintWriter writer)
      throws UserException {
    if (with != null) {
      throw new UserException(
          "--with "
              + with
              + ": several values of "
              + several.key()
              + " are tried with one document; give it as --settings");
    }
    SettingsChanges fixed = changes.fixed();
    Map<String, Settings> byHash = new LinkedHashMap<>();
    List<JsonNode> values = new ArrayList<>();
    List<SettingsChanges> tried = new ArrayList<>(List.of(fixed));
    several.values().forEach(value -> tried.add(fixed.and(several.key(), value)));
    for (SettingsChanges one : tried) {
      Settings read = SettingsFiles.of(settings, input, one);
      if (byHash.putIfAbsent(read.hash, read) == null) {
        values.add(
            SettingsDifference.value(SettingsFiles.effective(settings, input, one), several.key()));
      }
    }
    if (values.size() < 2) {
      throw new UserException("all values of " + several.key() + " are what it is; try another");
    }
    List<ReplaySummary> summaries =
        replay(
            input,
            List.copyOf(byHash.values()),
            values.stream().map(JsonNode::toString).toList(),
            writer);
    List<SettingsSweep.Run> runs = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      ReplaySummary summary = summaries.get(i);
      runs.add(
          new SettingsSweep.Run(
              values.get(i), summary, LabelledRecording.score(input, summary.result)));
    }
    SettingsSweep sweep = new SettingsSweep(several.key(), runs);
    if (json) {
      writer.println(sweep.json().toPrettyString());
    } else {
      writer.println();
      sweep.print(writer);
    }
  }

  /** With one settings after another; the names are shown while it goes on. */
  private List<ReplaySummary> replay(
      Input input, List<Settings> all, List<String> names, PrintWriter writer)
      throws UserException {
    if (!json) {
      InputOptions.announce(input, writer);
    }
    ReadingProgress reading = ReadingProgress.of(input);
    List<ReplaySummary> summaries = new ArrayList<>();
    try (ProgressLine line = new ProgressLine();
        EmbeddedFlink flink = EmbeddedFlink.start(PARALLELISM)) {
      for (int i = 0; i < all.size(); i++) {
        String name = names.get(i);
        line.watch(() -> name + ": " + reading.text());
        summaries.add(replay(input, all.get(i), flink, reading));
      }
    }
    return summaries;
  }

  private ReplaySummary replay(
      Input input, Settings with, EmbeddedFlink flink, ReadingProgress reading)
      throws UserException {
    Replay replay = new Replay(input, with, PARALLELISM, StateBackend.HEAP, Version.current());
    ReplayResult result = replay.run(flink, reading::watch);
    source.check(result.functions.size());
    return new ReplaySummary(input, with, result);
  }

  private static void print(ReplaySummary a, ReplaySummary b, PrintWriter writer) {
    List<IncidentPair> pairs = IncidentPair.of(a.incidents, b.incidents);
    if (pairs.isEmpty()) {
      writer.println(a.noIncidents());
    } else {
      IncidentPair.print(pairs, writer);
    }
  }
}
