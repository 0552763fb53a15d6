package dev.stormwatch.replay.evaluate;

import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.input.Input;
import dev.stormwatch.replay.input.InputFormat;
import dev.stormwatch.replay.input.Inputs;
import dev.stormwatch.replay.run.ReplayResult;
import dev.stormwatch.replay.score.Exposure;
import dev.stormwatch.replay.score.Label;
import dev.stormwatch.replay.score.RecordingScore;
import dev.stormwatch.replay.score.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A recording of which it is known what happened.
 *
 * @param bytes size of its files
 */
public record LabelledRecording(Path folder, Input input, List<Label> labels, long bytes) {

  private static final String MANIFEST = "manifest.json";
  private static final String LABELS = "labels.json";

  /**
   * Finds every labelled recording at or below some folders.
   *
   * @return in order of path, each once
   * @throws UserException when there is none, or one cannot be read
   */
  public static List<LabelledRecording> below(List<Path> folders) throws UserException {
    TreeMap<Path, Path> found = new TreeMap<>();
    int unlabelled = 0;
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new UserException(folder + ": no such folder; give folders that hold recordings");
      }
      for (Path manifest : manifests(folder)) {
        Path recording = Objects.requireNonNullElse(manifest.getParent(), Path.of("."));
        if (Files.exists(recording.resolve(LABELS))) {
          found.putIfAbsent(recording.toAbsolutePath().normalize(), recording);
        } else {
          unlabelled++;
        }
      }
    }
    if (found.isEmpty()) {
      throw new UserException(
          "no labelled recording at or below "
              + String.join(", ", folders.stream().map(Path::toString).toList())
              + ": looked for folders that hold both "
              + MANIFEST
              + " and "
              + LABELS
              + (unlabelled == 0
                  ? "; found neither"
                  : "; found " + unlabelled + " with a manifest but without labels"));
    }
    List<LabelledRecording> recordings = new ArrayList<>();
    for (Path recording : found.values()) {
      recordings.add(open(recording));
    }
    return recordings;
  }

  /**
   * Scores a replay of an input against its labels.
   *
   * @return empty where the input has none
   * @throws UserException when they cannot be read
   */
  public static Optional<RecordingScore> score(Input input, ReplayResult result)
      throws UserException {
    Path labels = input.path().resolve(LABELS);
    return input.format() == InputFormat.RECORDING && Files.exists(labels)
        ? Optional.of(
            Scorer.score(LabelsFile.read(labels), AlertLines.read(result.alerts), exposure(result)))
        : Optional.empty();
  }

  static Exposure exposure(ReplayResult result) {
    return new Exposure(
        result.functions.size(), result.progress.firstArrival(), result.progress.lastArrival());
  }

  private static List<Path> manifests(Path folder) throws UserException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(path -> path.endsWith(MANIFEST)).toList();
    } catch (IOException e) {
      throw new UserException(folder + ": cannot be searched: " + e.getMessage());
    }
  }

  private static LabelledRecording open(Path folder) throws UserException {
    Input input = Inputs.at(folder, null);
    List<Label> labels = LabelsFile.read(folder.resolve(LABELS));
    long bytes = 0;
    for (Path file : input.files()) {
      try {
        bytes += Files.size(file);
      } catch (IOException e) {
        throw new UserException(file + ": cannot be read: " + e.getMessage());
      }
    }
    return new LabelledRecording(folder, input, labels, bytes);
  }
}
