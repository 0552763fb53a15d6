package dev.stormwatch.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stormwatch.live.doctor.Check;
import dev.stormwatch.live.emulate.EmulatedAws;
import dev.stormwatch.live.emulate.EmulatedAws.Mode;
import dev.stormwatch.live.emulate.EmulatedAws.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Emulators without CloudWatch Logs: what can be looked at is, and what cannot be is said. */
@Timeout(240)
@ExtendWith(TestCredentials.class)
class DoctorWithoutLogsITCase {

  @TempDir private Path temp;

  @Test
  void theRestIsLookedAtAndWhatWasNotIsSaid() throws Exception {
    assumeTrue(EmulatedAws.mode() != Mode.NONE && EmulatedAws.can(Mode.NPM), EmulatedAws.ABSENT);
    try (EmulatedAws aws = EmulatedAws.start(Mode.NPM, Part.SNS, Part.KINESIS, Part.LAMBDA)) {
      Path file =
          Files.writeString(
              temp.resolve("properties.json"),
              "[{\"PropertyGroupId\":\"Stormwatch\",\"PropertyMap\":{\"stream.arn\":"
                  + "\"arn:aws:kinesis:eu-west-1:123456789012:stream/gone\",\"delivery\":"
                  + "{\"topics\":[{\"arn\":\"arn:aws:sns:eu-west-1:123456789012:unmade\"}]}}}]");
      List<String> said = new ArrayList<>();
      for (Check check : Doctor.look(file, "FLINK-1_20", aws.endpoint())) {
        said.add(check.level.wireName() + ' ' + check.subject + ' ' + check.text);
      }
      assertThat(said)
          .anyMatch(text -> text.matches("fault .*stream/gone is not there"))
          .anyMatch(text -> text.matches("fault .*unmade is not there"))
          .anyMatch(text -> text.matches("warning .* does not know logs:.*not looked at"))
          .noneMatch(text -> text.startsWith("fault") && text.contains("logs:"));
    }
  }
}
