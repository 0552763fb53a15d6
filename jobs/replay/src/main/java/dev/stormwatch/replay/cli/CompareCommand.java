package dev.stormwatch.replay.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.Version;
import dev.stormwatch.replay.input.Input;
import dev.stormwatch.replay.run.EmbeddedFlink;
import dev.stormwatch.replay.run.Replay;
import dev.stormwatch.replay.run.Replay.StateBackend;
import dev.stormwatch.replay.run.ReplayResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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
            + " would have told, and when.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stormwatch compare incident --set coldStart.minShare=0.02",
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

  @Option(names = "--json", description = "Print both summaries as JSON.")
  private boolean json;

  @Override
  public Integer call() throws UserException {
    if (with == null && changes.none()) {
      throw new UserException(
          "nothing to compare with: give --set KEY=VALUE, --with FILE or both, such as"
              + " --set coldStart.minShare=0.02");
    }
    Input input = source.open();
    Settings a = SettingsFiles.of(settings, input);
    Path fileOfB = with == null ? settings : with;
    Settings b = SettingsFiles.of(fileOfB, input, changes);
    if (a.hash.equals(b.hash)) {
      throw new UserException("A and B are the same settings; change something in B");
    }
    PrintWriter writer = Objects.requireNonNull(spec).commandLine().getOut();
    if (!json) {
      InputOptions.announce(input, writer);
    }
    ReadingProgress reading = ReadingProgress.of(input);
    ReplaySummary before;
    ReplaySummary after;
    try (ProgressLine line = new ProgressLine();
        EmbeddedFlink flink = EmbeddedFlink.start(PARALLELISM)) {
      line.watch(() -> "A: " + reading.text());
      before = replay(input, a, flink, reading);
      line.watch(() -> "B: " + reading.text());
      after = replay(input, b, flink, reading);
    }
    if (json) {
      ObjectNode root = JSON.createObjectNode();
      root.set("a", before.tree());
      root.set("b", after.tree());
      writer.println(root.toPrettyString());
    } else {
      writer.println();
      SettingsDifference.between(
              SettingsFiles.effective(settings, input, new SettingsChanges()),
              SettingsFiles.effective(fileOfB, input, changes))
          .print(writer);
      writer.println();
      print(before, after, writer);
    }
    writer.flush();
    return 0;
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
