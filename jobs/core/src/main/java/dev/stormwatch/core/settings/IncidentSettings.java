package dev.stormwatch.core.settings;

import java.io.Serializable;

/** When an incident ends. */
public final class IncidentSettings implements Serializable {

  private static final long serialVersionUID = 1L;

  /** It must stay recovered for so long before the resolve message. */
  public final long resolveHoldMillis;

  /** A source silent for so long expires the incident. */
  public final long expireMillis;

  public IncidentSettings(Values values) {
    resolveHoldMillis = values.whole("incident.resolveHoldSeconds") * 1000;
    expireMillis = values.whole("incident.expireSeconds") * 1000;
  }
}
