package dev.stormwatch.replay.cli;

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
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Replays recorded telemetry through the job and shows what it would have said, and when. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Replays a recording, or any file of telemetry, through the job and shows what would have"
            + " been paged, and when.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stormwatch replay replay-data/cold-start-burst",
      "  stormwatch replay checkout.json catalog.json",
      "  stormwatch replay answer.json --log-group /aws/lambda/checkout --json",
      "What another threshold would have told: stormwatch help compare"
    })
public final class ReplayCommand implements Callable<Integer> {

  private static final int MAX_PARALLELISM = 128;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final InputOptions source = new InputOptions();

  @Mixin private final SettingsOption settingsOption = new SettingsOption();

  @Mixin private final SettingsChanges changes = new SettingsChanges();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where alerts.ndjson and report.html go. Else stormwatch-out/NAME.")
  private @Nullable Path out;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many threads work at once; changes nothing in the result. Default: 2.")
  private int parallelism;

  @Option(
      names = "--state",
      paramLabel = "WHERE",
      defaultValue = "heap",
      description =
          "Where state is kept: heap or rocksdb; changes nothing in the result. Default: heap.")
  private StateBackend state = StateBackend.HEAP;

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  @Option(names = "--verbose", description = "Let Flink speak, on standard error.")
  private boolean verbose;

  @Override
  public Integer call() throws UserException {
    if (verbose) {
      System.setProperty("stormwatch.log.level", "info");
    }
    UserException.unlessWithin("--parallelism", parallelism, MAX_PARALLELISM);
    PrintWriter writer = Objects.requireNonNull(spec).commandLine().getOut();
    Input input = source.open();
    Settings settings = settingsOption.of(input, changes);
    if (!json) {
      InputOptions.announce(input, writer);
    }
    Path folder = out == null ? Path.of("stormwatch-out").resolve(name(input.path())) : out;
    ReplaySummary.prepare(folder);
    ReplayResult result = run(input, settings);
    source.check(result.functions.size());
    ReplaySummary summary = new ReplaySummary(input, settings, result);
    summary.write(folder, settingsOption.document(input, changes));
    if (json) {
      writer.println(summary.json());
      writer.flush();
    } else {
      new ReplayReport(summary, folder).print(writer);
    }
    return 0;
  }

  private ReplayResult run(Input input, Settings settings) throws UserException {
    ReadingProgress reading = ReadingProgress.of(input);
    try (ProgressLine line = new ProgressLine();
        EmbeddedFlink flink = EmbeddedFlink.start(parallelism)) {
      line.watch(reading::text);
      return new Replay(input, settings, parallelism, state, Version.current())
          .run(flink, reading::watch);
    }
  }

  private static String name(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? "replay" : name.toString();
  }
}
