package dev.stormwatch.replay.evaluate;

import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.baseline.Baseline;
import dev.stormwatch.replay.baseline.Baselines;
import dev.stormwatch.replay.baseline.Controls;
import dev.stormwatch.replay.baseline.MetricReader;
import dev.stormwatch.replay.baseline.MetricView;
import dev.stormwatch.replay.run.EmbeddedFlink;
import dev.stormwatch.replay.run.Replay;
import dev.stormwatch.replay.run.Replay.StateBackend;
import dev.stormwatch.replay.run.ReplayResult;
import dev.stormwatch.replay.score.Comparison;
import dev.stormwatch.replay.score.Exposure;
import dev.stormwatch.replay.score.IsolationScore;
import dev.stormwatch.replay.score.Message;
import dev.stormwatch.replay.score.RecordingScore;
import dev.stormwatch.replay.score.Scoreboard;
import dev.stormwatch.replay.score.Scorer;
import dev.stormwatch.replay.score.StormScore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/**
 * Replays recordings through the job, several at once on one Flink, and scores what comes out. The
 * result does not depend on how many run at once.
 */
public final class Evaluation {

  public static final String OURS = "Stormwatch";
  public static final String RANDOM = "control: random";
  public static final String ANY_ERROR = "control: any error";

  /** What a comparison calls whichever baseline was first. */
  private static final String FIRST = "the first of them";

  /** Which settings a recording is replayed with. */
  @FunctionalInterface
  public interface SettingsOf {
    Settings of(LabelledRecording recording) throws UserException;
  }

  private static final long SEED = 1;

  private final List<LabelledRecording> recordings;
  private final SettingsOf settings;
  private final String version;
  private final List<Baseline> baselines;
  private final boolean controls;
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicLong doneBytes = new AtomicLong();
  private IsolationScore isolation = IsolationScore.of(List.of());
  private StormScore storms = StormScore.of(List.of());

  /**
   * @param version of Stormwatch, as its alerts say it
   * @param withBaselines whether to score the baselines too
   * @param controls whether to score the controls too
   */
  public Evaluation(
      List<LabelledRecording> recordings,
      SettingsOf settings,
      String version,
      boolean withBaselines,
      boolean controls) {
    this.recordings = List.copyOf(recordings);
    this.settings = settings;
    this.version = version;
    this.baselines = withBaselines ? Baselines.all() : List.of();
    this.controls = controls;
  }

  /** Recordings evaluated so far. */
  public int done() {
    return done.get();
  }

  /** Bytes of their files. */
  public long doneBytes() {
    return doneBytes.get();
  }

  /**
   * Evaluates all recordings.
   *
   * @param jobs how many at once, at least 1
   * @return one scoreboard for each system, Stormwatch's first, then the baselines', then the
   *     controls'
   * @throws UserException the first thing that a user must mend, by order of recording
   */
  public List<Scoreboard> run(int jobs) throws UserException {
    try (EmbeddedFlink flink = EmbeddedFlink.start(jobs)) {
      ExecutorService workers = Executors.newFixedThreadPool(jobs);
      try {
        List<Future<Observed>> futures = new ArrayList<>();
        for (LabelledRecording recording : recordings) {
          Callable<Observed> task = () -> observe(recording, flink);
          futures.add(workers.submit(task));
        }
        List<Observed> observed = new ArrayList<>();
        for (int i = 0; i < futures.size(); i++) {
          observed.add(get(futures.get(i), recordings.get(i)));
        }
        isolation = IsolationScore.of(observed.stream().map(Observed::isolation).toList());
        storms = StormScore.of(observed.stream().map(Observed::storms).toList());
        return score(observed);
      } finally {
        workers.shutdownNow();
      }
    }
  }

  private static Observed get(Future<Observed> future, LabelledRecording recording)
      throws UserException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UserException) {
        throw (UserException) e.getCause();
      }
      throw new IllegalStateException(
          recording.folder() + " could not be evaluated: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while evaluating", e);
    }
  }

  private Observed observe(LabelledRecording recording, EmbeddedFlink flink) throws UserException {
    Settings effective = settings.of(recording);
    ReplayResult result = replay(recording, effective, flink);
    List<Message> ours = AlertLines.read(result.alerts);
    List<List<Message>> theirs = new ArrayList<>();
    List<Message> anyError = List.of();
    Controls.Field field = null;
    Exposure exposure = LabelledRecording.exposure(result);
    if (!baselines.isEmpty() || controls) {
      MetricView view =
          MetricReader.read(recording.input(), effective, EstateFile.of(recording.folder()));
      baselines.forEach(baseline -> theirs.add(baseline.messages(view)));
      anyError = Controls.anyError(view);
      field = new Controls.Field(view.entities(), exposure.from(), exposure.to());
    }
    done.incrementAndGet();
    doneBytes.addAndGet(recording.bytes());
    Path labels = recording.folder().resolve("labels.json");
    IsolationScore.Said isolation =
        new IsolationScore.Said(IsolationFile.read(labels), IsolationFile.alerts(result.alerts));
    StormScore.Said storms =
        new StormScore.Said(StormFile.read(labels), StormFile.alerts(result.alerts));
    return new Observed(exposure, ours, theirs, anyError, field, isolation, storms);
  }

  /** Of many recordings, the one that fails is named. */
  private ReplayResult replay(LabelledRecording recording, Settings effective, EmbeddedFlink flink)
      throws UserException {
    try {
      return new Replay(recording.input(), effective, 1, StateBackend.HEAP, version)
          .run(flink, progress -> {});
    } catch (UserException e) {
      String message = String.valueOf(e.getMessage());
      throw message.contains(recording.folder().toString())
          ? e
          : new UserException(recording.folder() + ": " + message);
    }
  }

  private List<Scoreboard> score(List<Observed> observed) {
    List<Scoreboard> boards = new ArrayList<>();
    Scoreboard ours = board(OURS, true, observed, i -> observed.get(i).ours());
    boards.add(ours);
    for (int i = 0; i < baselines.size(); i++) {
      int baseline = i;
      boards.add(
          board(
              baselines.get(i).name(),
              false,
              observed,
              r -> observed.get(r).baselines().get(baseline)));
    }
    if (controls) {
      List<Controls.Field> fields = new ArrayList<>();
      for (Observed said : observed) {
        if (said.field() != null) {
          fields.add(said.field());
        }
      }
      List<List<Message>> random = Controls.random(fields, ours.pages(), SEED);
      boards.add(board(RANDOM, false, observed, random::get));
      boards.add(board(ANY_ERROR, false, observed, i -> observed.get(i).anyError()));
    }
    return boards;
  }

  private Scoreboard board(
      String system,
      boolean namesKinds,
      List<Observed> observed,
      IntFunction<List<Message>> messages) {
    List<RecordingScore> scores = new ArrayList<>();
    for (int i = 0; i < observed.size(); i++) {
      Observed said = observed.get(i);
      scores.add(Scorer.score(recordings.get(i).labels(), messages.apply(i), said.exposure()));
    }
    return new Scoreboard(system, namesKinds, scores);
  }

  /**
   * Holds Stormwatch against each baseline, and against whichever of them was first; the latter
   * kind by kind too.
   *
   * @param boards as {@link #run} gives them
   */
  public List<Comparison> compare(List<Scoreboard> boards) {
    List<Comparison> comparisons = new ArrayList<>();
    List<Scoreboard> others = boards.subList(1, 1 + baselines.size());
    for (Scoreboard other : others) {
      comparisons.add(Comparison.of(boards.get(0), other));
    }
    if (!others.isEmpty()) {
      comparisons.add(Comparison.of(boards.get(0), FIRST, others, null));
      for (Kind kind : boards.get(0).kinds()) {
        comparisons.add(Comparison.of(boards.get(0), FIRST, others, kind));
      }
    }
    return comparisons;
  }

  /** How records that block a shard were cornered; of nothing before {@link #run}. */
  public IsolationScore isolation() {
    return isolation;
  }

  /** How true the numbers about exhaustions of connections were; of nothing before {@link #run}. */
  public StormScore storms() {
    return storms;
  }

  /** The baselines that were asked for, in the order of their boards. */
  public List<Baseline> baselines() {
    return baselines;
  }
}
