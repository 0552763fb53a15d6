package dev.stormwatch.replay.cli;

import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.Version;
import dev.stormwatch.replay.evaluate.Evaluation;
import dev.stormwatch.replay.evaluate.LabelledRecording;
import dev.stormwatch.replay.score.Scoreboard;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how good the detectors are, on recordings of which it is known what happened. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Replays every labelled recording below the folders and says how many incidents were found,"
            + " how early, and how many pages were false.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stormwatch evaluate incident --details",
      "  stormwatch evaluate corpus --baselines --set coldStart.minShare=0.02"
    })
public final class EvaluateCommand implements Callable<Integer> {

  private static final int MAX_JOBS = 128;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description = "Folders that hold recordings with labels.json, at any depth.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description = "Settings (JSON) to score. Else each recording's own, else the defaults.")
  private @Nullable Path settingsFile;

  @Mixin private final SettingsChanges changes = new SettingsChanges();

  @Option(
      names = "--baselines",
      description = "Also score what others would have said: alarm sets and detectors.")
  private boolean baselines;

  @Option(
      names = "--controls",
      description = "Also score pagers that know nothing, to test the scoring itself.")
  private boolean controls;

  @Option(
      names = "--details",
      description = {
        "List every incident that was missed and every page that was false,",
        "and what alerts said of exhaustions beside what was true."
      })
  private boolean details;

  @Option(names = "--confusion", description = "Show under which kind's name incidents were paged.")
  private boolean confusion;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "How many recordings at once; changes nothing in the result. Default: the number of"
              + " processors.")
  private int jobs = Math.min(MAX_JOBS, Runtime.getRuntime().availableProcessors());

  @Option(names = "--json", description = "Print everything as JSON.")
  private boolean json;

  @Option(names = "--verbose", description = "Let Flink speak, on standard error.")
  private boolean verbose;

  @Override
  public Integer call() throws UserException {
    if (verbose) {
      System.setProperty("stormwatch.log.level", "info");
    }
    UserException.unlessWithin("--jobs", jobs, MAX_JOBS);
    EvaluationResult result = evaluate(LabelledRecording.below(folders));
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (json) {
      out.println(EvaluationJson.of(result));
      out.flush();
    } else {
      new EvaluationReport(result, out).print(details, confusion);
    }
    return 0;
  }

  private EvaluationResult evaluate(List<LabelledRecording> recordings) throws UserException {
    long start = System.nanoTime();
    Evaluation evaluation =
        new Evaluation(
            recordings,
            recording -> SettingsFiles.of(settingsFile, recording.input(), changes),
            Version.current(),
            baselines,
            controls);
    try (ProgressLine line = new ProgressLine()) {
      line.watch(() -> progress(evaluation, recordings, System.nanoTime() - start));
      List<Scoreboard> boards = evaluation.run(jobs);
      return new EvaluationResult(
          recordings,
          evaluation.baselines(),
          boards,
          evaluation.compare(boards),
          (System.nanoTime() - start) / 1e9,
          evaluation.isolation(),
          evaluation.storms());
    }
  }

  private static String progress(
      Evaluation evaluation, List<LabelledRecording> recordings, long elapsedNanos) {
    int done = evaluation.done();
    String text = "evaluating … " + done + " of " + recordings.size() + " recordings";
    long bytes = evaluation.doneBytes();
    if (bytes == 0) {
      return text;
    }
    long all = recordings.stream().mapToLong(LabelledRecording::bytes).sum();
    long left = Math.round(elapsedNanos / 1e6 * (all - bytes) / bytes);
    return text + ", " + Words.duration(left) + " left";
  }
}
