package dev.stormwatch.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InitsTest {

  @Test
  void keepsTheNewestVersions() {
    Inits inits = new Inits();
    for (String version : new String[] {"$LATEST", "9", "10", "", "11", "12", "8"}) {
      inits.add(version, 1_000);
    }
    assertThat(inits.byVersion().keySet()).containsExactly("9", "10", "11", "12");
  }

  @Test
  void anOlderVersionDoesNotComeBackByMerging() {
    Inits one = new Inits();
    Inits other = new Inits();
    for (int version = 1; version <= 5; version++) {
      one.add(Integer.toString(version), 1_000);
    }
    other.add("1", 1_000);
    other.add("5", 2_000);
    one.addAll(other);
    assertThat(one.byVersion().keySet()).containsExactly("2", "3", "4", "5");
    assertThat(one.byVersion().get("5").total()).isEqualTo(2);
  }
}
