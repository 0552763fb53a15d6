package dev.stormwatch.core.source;

import static dev.stormwatch.core.source.MappingLife.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A version that takes longer a record than the one before. */
class ReleaseLagTest {

  private final MappingLife life = new MappingLife(STREAM);
  private long age;

  private void slots(int count, long perSlot, String... versions) {
    life.slots(
        count,
        slot -> {
          age += perSlot;
          List.of(0, 1, 2).forEach(shard -> life.ok(slot, shard, Math.max(100, age)));
          for (String version : versions) {
            slot.okVersions.add(version, life.now);
          }
        });
  }

  private Finding lag() {
    List<Finding> said = life.said(Kind.CONSUMER_LAG);
    assertThat(said).isNotEmpty();
    return said.get(0);
  }

  private void asksWhetherItWasDeployed() {
    assertThat(lag().headline).doesNotContain("version");
    assertThat(lag().recommendations.get(0).action)
        .startsWith("take back what was released last, if ");
  }

  @Test
  void theVersionThatTookOverAsItBeganIsNamedAndTakenBack() {
    slots(60, 0, "77");
    slots(60, 3_000, "78");
    assertThat(lag().headline).contains("too slow for clicks since version 78: 3 of 3 shards lag");
    assertThat(lag().recommendations.get(0).action)
        .isEqualTo("send traffic back to the version before");
    assertThat(lag().recommendations.get(0).value).isEqualTo("77");
  }

  @Test
  void oneThatTookOverLongBeforeIsNot() {
    slots(60, 0, "77");
    slots(60, 0, "78");
    slots(60, 3_000, "78");
    asksWhetherItWasDeployed();
  }

  @Test
  void norIsOneOfTwoThatGoOnSideBySide() {
    slots(60, 0, "77");
    slots(60, 3_000, "77", "78");
    asksWhetherItWasDeployed();
  }
}
