package dev.stormwatch.live.tags;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TagQueueTest {

  private final TagQueue queue = new TagQueue(2);

  private static TagChange change(String function, String kind) {
    return new TagChange(function, Map.of("stormwatch:suspect", kind));
  }

  @Test
  void onlyWhatIsWantedLastOfAFunctionCounts() {
    queue.offer(change("a", "one"));
    queue.offer(change("b", "one"));
    queue.offer(change("a", "two"));
    assertThat(queue.poll().tags).containsValue("two");
    assertThat(queue.poll().resource).isEqualTo("b");
    assertThat(queue.poll()).isNull();
  }

  @Test
  void whatFailedIsTriedAgainUnlessSomethingNewerIsWanted() {
    TagChange old = change("a", "one");
    queue.again(old);
    assertThat(queue.poll()).isSameAs(old);
    queue.offer(change("a", "two"));
    queue.again(old);
    assertThat(queue.size()).isOne();
    assertThat(queue.poll().tags).containsValue("two");
  }

  @Test
  void aFullQueueTakesNoOtherFunction() {
    assertThat(queue.offer(change("a", "one"))).isTrue();
    assertThat(queue.offer(change("b", "one"))).isTrue();
    assertThat(queue.offer(change("c", "one"))).isFalse();
    assertThat(queue.offer(change("a", "two"))).isTrue();
  }
}
