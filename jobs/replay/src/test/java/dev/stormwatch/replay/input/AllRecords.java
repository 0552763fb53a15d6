package dev.stormwatch.replay.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.replay.UserException;
import dev.stormwatch.telemetry.KinesisRecord;
import java.util.ArrayList;
import java.util.List;

/** What an input without a bad line holds. */
final class AllRecords {

  private AllRecords() {}

  static List<KinesisRecord> of(Input input) throws UserException {
    List<KinesisRecord> all = new ArrayList<>();
    try (Input.Records records = input.open()) {
      for (KinesisRecord next = records.next(); next != null; next = records.next()) {
        all.add(next);
      }
      assertThat(records.badLines()).isEqualTo(BadLines.NONE);
    }
    return all;
  }
}
