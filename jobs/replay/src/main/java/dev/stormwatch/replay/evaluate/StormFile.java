package dev.stormwatch.replay.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.evaluate.Members.Malformed;
import dev.stormwatch.replay.score.Storm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads what {@code labels.json} and alerts tell of exhaustions of connections. */
final class StormFile {

  private StormFile() {}

  /**
   * Reads the labels of that kind.
   *
   * @throws UserException naming the member that is wrong
   */
  static List<Storm> read(Path file) throws UserException {
    return Rows.labels(
        file,
        (incident, path) -> Members.kind(incident, path) == Kind.CONNECTION_EXHAUSTION,
        StormFile::truth);
  }

  private static Storm truth(JsonNode incident, String path) throws Malformed {
    JsonNode loop = incident.path("loop");
    List<Storm.Gain> gains = new ArrayList<>();
    for (JsonNode row : loop.path("rows")) {
      gains.add(
          new Storm.Gain(
              Members.time(row, path + "loop.rows[].", "at"), row.path("gain").asDouble()));
    }
    return new Storm(
        Members.text(incident, path, "id"),
        Members.entity(incident, path),
        Members.time(incident, path, "onset"),
        Members.time(incident, path, "end"),
        incident.path("firstImpact").isTextual()
            ? OptionalLong.of(Members.time(incident, path, "firstImpact"))
            : OptionalLong.empty(),
        loop.has("healsByItself")
            ? Optional.of(loop.path("healsByItself").asBoolean())
            : Optional.empty(),
        gains);
  }

  /** What alerts say of such, in their order. */
  static List<Storm.Word> alerts(List<String> lines) {
    return Rows.underWay(lines, Kind.CONNECTION_EXHAUSTION, StormFile::word);
  }

  private static Storm.Word word(JsonNode alert, String path) throws Malformed {
    JsonNode prediction = alert.path("prediction");
    String measure = alert.path("measure").path("name").asText();
    return new Storm.Word(
        Members.entity(alert, path),
        Members.time(alert, path, "decidedAt"),
        prediction.has("at")
            ? OptionalLong.of(Members.time(prediction, "prediction.", "at"))
            : OptionalLong.empty(),
        measure.equals(Measure.LOOP_GAIN) || measure.equals(Measure.SUSTAINED_LOOP_GAIN)
            ? OptionalDouble.of(alert.path("measure").path("value").asDouble())
            : OptionalDouble.empty(),
        measure.equals(Measure.SUSTAINED_LOOP_GAIN));
  }
}
