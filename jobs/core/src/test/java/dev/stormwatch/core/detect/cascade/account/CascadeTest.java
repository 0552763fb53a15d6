package dev.stormwatch.core.detect.cascade.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.model.FunctionFlow;
import java.util.List;
import org.junit.jupiter.api.Test;

class CascadeTest {

  /** No slot has a whole call that is usual, but in ten minutes there are twenty. */
  @Test
  void callsThatComeAnywayAreNoEventsOfItHoweverSeldomTheyAre() {
    Cascade cascade = new Cascade(new Suspect(Shape.FAN_OUT, List.of("import", "row"), 0, 1));
    Member member = new Member();
    member.usual = 1 / 30.0;
    for (int end = 5; end <= 600; end += 5) {
      FunctionFlow flow = new FunctionFlow();
      if (end % 30 == 0) {
        flow.starts.addAt(1_000L * end, 1);
      }
      cascade.take("import", flow, member, end, 5);
      assertThat(cascade.roots).isBetween(1L, 2L);
      assertThat(cascade.calls("import")).isLessThanOrEqualTo(1);
    }
  }
}
