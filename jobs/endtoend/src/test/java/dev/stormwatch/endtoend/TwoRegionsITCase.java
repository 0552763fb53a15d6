package dev.stormwatch.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stormwatch.live.emulate.EmulatedAws;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One job that reads streams of two Regions: each is judged by itself, as if it were alone. */
@Timeout(400)
class TwoRegionsITCase {

  private static final String FAR = "us-east-1";
  private static final int PORTIONS = 34;
  private static final long PAUSE_MILLIS = 400;

  @TempDir private Path folder;

  @Test
  void eachRegionIsHeardAsItsOwnReplaySays() throws Exception {
    assumeTrue(EmulatedAws.mode() != EmulatedAws.Mode.NONE, EmulatedAws.ABSENT);
    try (Stage stage = Stage.open(folder);
        Show show = stage.show("here", Telemetry.of("storm-small-pool"), 2, AwsJson.REGION, FAR)) {
      stage.gate.feedBegins();
      show.start("");
      show.feed(PORTIONS, PAUSE_MILLIS, portion -> {});

      List<String> heard = show.deliveredOnce();
      assertThat(of(FAR, show.expected)).as("alerts of the far Region").hasSize(3);
      for (String region : List.of(AwsJson.REGION, FAR)) {
        assertThat(of(region, heard)).containsExactlyElementsOf(of(region, show.expected));
      }
      assertThat(heard).hasSameSizeAs(show.expected);
    }
  }

  private static List<String> of(String region, List<String> alerts) throws Exception {
    List<String> those = new ArrayList<>();
    for (String alert : alerts) {
      if (AwsJson.JSON.readTree(alert).at("/subject/region").asText().equals(region)) {
        those.add(alert);
      }
    }
    return those;
  }
}
