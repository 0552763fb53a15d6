package dev.stormwatch.replay.baseline;

import dev.stormwatch.replay.score.Entity;
import dev.stormwatch.replay.score.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Pagers that know nothing. They are here to test the scoring: were one of them to look good, the
 * scores of everybody else would mean nothing.
 */
public final class Controls {

  private Controls() {}

  /** Pages whenever any invocation fails, as soon as the log line is there. */
  public static List<Message> anyError(MetricView view) {
    List<Message> messages = new ArrayList<>();
    for (MetricView.Failure failure : view.failures()) {
      messages.add(
          Message.alarm("failure " + messages.size(), failure.function(), failure.arrived()));
    }
    return messages;
  }

  /**
   * Where a random pager can page.
   *
   * @param functions heard of in a recording
   * @param from first arrival, epoch milliseconds
   * @param to last arrival
   */
  public record Field(List<Entity> functions, long from, long to) {

    private long size() {
      return functions.size() * Math.max(0, to - from);
    }
  }

  /**
   * Pages at random, evenly over the functions and the time of all recordings together. It must not
   * be told in which recording another system paged: that alone would make it better than chance.
   *
   * @param fields one for each recording
   * @param pages how many in all
   * @return messages for each recording, in the same order
   */
  public static List<List<Message>> random(List<Field> fields, int pages, long seed) {
    List<List<Message>> messages = new ArrayList<>();
    fields.forEach(field -> messages.add(new ArrayList<>()));
    long whole = fields.stream().mapToLong(Field::size).sum();
    SplittableRandom random = new SplittableRandom(seed);
    for (int page = 0; page < pages && whole > 0; page++) {
      long at = random.nextLong(whole);
      int recording = 0;
      while (at >= fields.get(recording).size()) {
        at -= fields.get(recording).size();
        recording++;
      }
      Field field = fields.get(recording);
      long length = field.to - field.from;
      messages
          .get(recording)
          .add(
              Message.alarm(
                  "random " + page,
                  field.functions.get((int) (at / length)),
                  field.from + at % length));
    }
    return messages;
  }
}
