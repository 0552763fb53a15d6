package dev.stormwatch.replay.baseline;

import dev.stormwatch.replay.score.Entity;
import dev.stormwatch.replay.score.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/** Collects what a baseline sends about one recording. */
final class Pages {

  private final MetricView view;
  private final long lagMillis;
  private final List<Message> messages = new ArrayList<>();

  /**
   * @param lagMillis from the end of a minute to the page about it
   */
  Pages(MetricView view, long lagMillis) {
    this.view = view;
    this.lagMillis = lagMillis;
  }

  /** Lets an alarm watch something from the first minute to the last. */
  void watch(String rule, Entity entity, Alarm alarm, LongPredicate breaches) {
    watch(rule, entity, alarm, 0, breaches);
  }

  /**
   * Lets an alarm watch something.
   *
   * @param silentMinutes at the start, in which it may go off without a page
   */
  void watch(String rule, Entity entity, Alarm alarm, int silentMinutes, LongPredicate breaches) {
    for (long minute : alarm.raised(view.firstMinute(), view.lastMinute(), breaches)) {
      if (minute >= view.firstMinute() + silentMinutes) {
        after(minute, rule, entity);
      }
    }
  }

  /** A page about what a minute showed. */
  void after(long minute, String rule, Entity entity) {
    long sent = (minute + 1) * MetricView.MINUTE_MILLIS + lagMillis;
    messages.add(Message.alarm(rule + '/' + entity.inWords() + '/' + minute, entity, sent));
  }

  List<Message> messages() {
    return List.copyOf(messages);
  }
}
