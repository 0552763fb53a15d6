package dev.stormwatch.core.settings;

import java.io.Serializable;

/** When an incident says something new, and when it ends. */
public final class IncidentSettings implements Serializable {

  private static final long serialVersionUID = 1L;

  /** It must stay recovered for so long before the resolve message. */
  public final long resolveHoldMillis;

  /** A source silent for so long expires the incident. */
  public final long expireMillis;

  /** What opens again within so long is flapping. */
  public final long flapWindowMillis;

  /** The longest hold of what flaps. */
  public final long maxResolveHoldMillis;

  /** A forecast that moved by so much is worth an update. */
  public final long forecastShiftMillis;

  public IncidentSettings(Values values) {
    resolveHoldMillis = values.whole("incident.resolveHoldSeconds") * 1000;
    expireMillis = values.whole("incident.expireSeconds") * 1000;
    flapWindowMillis = values.whole("incident.flapWindowSeconds") * 1000;
    maxResolveHoldMillis = values.whole("incident.maxResolveHoldSeconds") * 1000;
    forecastShiftMillis = values.whole("incident.forecastShiftSeconds") * 1000;
  }
}
