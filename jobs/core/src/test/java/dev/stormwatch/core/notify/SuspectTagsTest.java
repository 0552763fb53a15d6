package dev.stormwatch.core.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SuspectTagsTest {

  @Test
  void theTagsOfSeveralIncidentsAreOneTextThatTagsAllow() {
    Map<String, String> tags =
        SuspectTags.of(
            Map.of(
                "poison-record-2", "poison-record",
                "cold-start-spike-9", "cold-start-spike",
                "cold-start-spike-7", "cold-start-spike"),
            1_772_446_335_120L,
            1_772_449_935_120L);
    assertThat(tags)
        .containsEntry("stormwatch:suspect", "cold-start-spike+poison-record")
        .containsEntry("stormwatch:incident", "cold-start-spike-7")
        .containsEntry("stormwatch:since", "2026-03-02T10:12:15.120Z")
        .containsOnlyKeys(SuspectTags.KEYS);
    assertThat(tags.values())
        .allMatch(value -> value.length() <= 256 && value.matches("[A-Za-z0-9 _.:/=+@-]+"));
  }

  @Test
  void aFunctionsNameIsReadOffItsArn() {
    assertThat(SuspectTags.name("arn:aws:lambda:eu-west-1:123456789012:function:checkout"))
        .isEqualTo("checkout");
  }
}
