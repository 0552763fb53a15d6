package dev.stormwatch.core.settings;

import java.io.Serializable;

/** What the platform owner says about the streams and queues whose name matches a glob. */
public final class EventSourceRule implements Serializable {

  private static final long serialVersionUID = 1L;

  public final Glob match;

  /** How long records are kept; 0 where nobody says. */
  public final long retentionMillis;

  public EventSourceRule(Values values) {
    match = new Glob(values.text("match"));
    retentionMillis = values.whole("retentionHours") * 3_600_000;
  }
}
