package dev.stormwatch.replay.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.evaluate.Members.Malformed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The rows of {@code labels.json} and of alerts, those of interest turned into something. */
final class Rows {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Rows() {}

  /** Is a row of interest? */
  interface Wanted {
    /**
     * @param path where the row stands, for messages
     */
    boolean test(JsonNode row, String path) throws Malformed;
  }

  /** Turns a row into something. */
  interface Reader<T> {
    /**
     * @param path where the row stands, for messages
     */
    T read(JsonNode row, String path) throws Malformed;
  }

  /**
   * Reads labels.
   *
   * @throws UserException naming the member that is wrong
   */
  static <T> List<T> labels(Path file, Wanted wanted, Reader<T> reader) throws UserException {
    List<T> found = new ArrayList<>();
    try {
      int row = 0;
      for (JsonNode incident : JSON.readTree(file.toFile()).path("incidents")) {
        String path = "incidents[" + row++ + "].";
        if (wanted.test(incident, path)) {
          found.add(reader.read(incident, path));
        }
      }
      return found;
    } catch (Malformed e) {
      throw new UserException(
          file + ": " + e.getMessage() + "; mend it, or leave the recording's folder out");
    } catch (IOException e) {
      throw new UserException(file + ": cannot be read: " + e.getMessage());
    }
  }

  /** Reads alerts of a kind that do not say that something is over, in their order. */
  static <T> List<T> underWay(List<String> alerts, Kind kind, Reader<T> reader) {
    return alerts(
        alerts,
        (alert, path) -> {
          String action = alert.path("action").asText();
          boolean over =
              action.equals(Action.RESOLVE.wireName()) || action.equals(Action.EXPIRE.wireName());
          return !over && Members.kind(alert, path) == kind;
        },
        reader);
  }

  /** Reads alerts, in their order. */
  static <T> List<T> alerts(List<String> alerts, Wanted wanted, Reader<T> reader) {
    List<T> found = new ArrayList<>();
    for (String line : alerts) {
      try {
        JsonNode alert = JSON.readTree(line);
        if (wanted.test(alert, "")) {
          found.add(reader.read(alert, ""));
        }
      } catch (IOException | Malformed e) {
        throw new IllegalStateException("an alert of our own is not in the format: " + line, e);
      }
    }
    return found;
  }
}
