package dev.stormwatch.core.detect.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines of refusal beside calls that go well; a minute is twelve slots. */
class UnbelievedLinesTest {

  private static final int MINUTE = 12;

  private Estate unknown = new Estate("").usually(0.0005);

  private List<Finding> minutes(int count, int slotsApart) {
    int before = unknown.findings().size();
    for (int i = 0; i < count * MINUTE; i++) {
      unknown.refusing(i % slotsApart == 0 ? 2 : 0).failing(0).slot(20, 100);
    }
    return unknown.findings().subList(before, unknown.findings().size());
  }

  @Test
  void areATicketAndNeverAPageWhereTheyAreNewAndGoOn() {
    assertThat(minutes(15, 6)).isEmpty();
    unknown.state = Bytes.copy(new ConnectionState.ByteCodec(), unknown.state);
    List<Finding> said = minutes(5, 6);
    assertThat(said).isNotEmpty().allMatch(finding -> finding.severity == Severity.TICKET);
    assertThat(said.get(0).subject.key()).isEqualTo("function/111122223333/eu-west-1/checkout");
    assertThat(said.get(0).headline)
        .isEqualTo(
            "checkout says that a server refuses it, 62 times in 15 min, which is new; its calls do"
                + " not fail");
    assertThat(said.get(0).impact.seen).isFalse();
  }

  @Test
  void areOverOnceTheyAreSilent() {
    minutes(20, 6);
    unknown.slots(6 * MINUTE, 20, 100);
    assertThat(unknown.last().recovered).isTrue();
    int said = unknown.findings().size();
    unknown.slots(6 * MINUTE, 20, 100);
    assertThat(unknown.findings()).hasSize(said);
  }

  @Test
  void sayNothingWhereTheyAreUsual() {
    unknown.usually(0.01);
    assertThat(minutes(60, 6)).isEmpty();
  }

  @Test
  void sayNothingOfAFunctionThatWasNotKnownBefore() {
    unknown = new Estate("");
    assertThat(minutes(60, 6)).isEmpty();
  }

  @Test
  void sayNothingWhereTheyAreFewAndFarBetween() {
    unknown.usually(0.0001);
    assertThat(minutes(60, 4 * MINUTE)).isEmpty();
  }

  @Test
  void giveWayToAPage() {
    minutes(20, 6);
    unknown.refusing(10).failing(10).slot(20, 100);
    assertThat(unknown.last().severity).isEqualTo(Severity.PAGE);
    unknown.slots(2 * MINUTE, 20, 100);
    assertThat(unknown.last().recovered).isTrue();
  }
}
