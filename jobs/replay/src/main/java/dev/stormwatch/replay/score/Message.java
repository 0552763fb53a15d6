package dev.stormwatch.replay.score;

import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.incident.Alert.Action;
import org.jspecify.annotations.Nullable;

/**
 * One message that a system sent.
 *
 * @param incident what the system itself takes for one incident
 * @param kind null where the system names none, as an alarm on a metric
 * @param decidedAt when it was sent, epoch milliseconds
 * @param cause the mechanism that it takes to be at work; empty where it names none
 */
public record Message(
    String incident,
    Action action,
    @Nullable Kind kind,
    Severity severity,
    Entity entity,
    long decidedAt,
    String cause) {

  /** An alarm of a system that names no kind and pages for everything. */
  public static Message alarm(String incident, Entity entity, long sentAt) {
    return new Message(incident, Action.OPEN, null, Severity.PAGE, entity, sentAt, "");
  }

  public boolean isPage() {
    return severity == Severity.PAGE;
  }
}
