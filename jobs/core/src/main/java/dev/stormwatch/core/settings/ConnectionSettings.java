package dev.stormwatch.core.settings;

import java.io.Serializable;

/**
 * Thresholds of the connection-exhaustion detector; units, defaults and reasons are in the settings
 * schema.
 */
public final class ConnectionSettings implements Serializable {

  private static final long serialVersionUID = 1L;

  public final boolean enabled;
  public final long horizonMillis;
  public final long sustainSlots;
  public final double nearShare;
  public final double fullShare;
  public final double slowShare;
  public final double slowRatio;
  public final double strainShare;
  public final double strainRatio;
  public final double trafficRatio;
  public final long strainSlots;
  public final long patienceMillis;
  public final long refusals;
  public final long undeclaredRefusals;
  public final long refusalWindowMillis;
  public final double safetyShare;
  public final double recoveryShare;
  public final long recoveryMillis;
  public final long delayMillis;
  public final long learningMillis;
  public final long callerRetries;
  public final double loopGain;
  public final long loopSustainMillis;
  public final double vulnerableShare;
  public final long ticketSteps;
  public final long ticketHorizonMillis;
  public final double failuresPerLine;
  public final double complainingShare;
  public final double newLineRatio;
  public final long lineTicketMillis;
  public final double carriedShare;
  public final double furtherRatio;
  public final double recedingRatio;
  public final double strainTrafficRatio;

  public ConnectionSettings(Values values) {
    enabled = values.flag("connections.enabled");
    horizonMillis = values.whole("connections.horizonSeconds") * 1000;
    sustainSlots = values.whole("connections.sustainSlots");
    nearShare = values.number("connections.nearShare");
    fullShare = values.number("connections.fullShare");
    slowShare = values.number("connections.slowShare");
    slowRatio = values.number("connections.slowRatio");
    strainShare = values.number("connections.strainShare");
    strainRatio = values.number("connections.strainRatio");
    trafficRatio = values.number("connections.trafficRatio");
    strainSlots = values.whole("connections.strainSlots");
    patienceMillis = values.whole("connections.patienceSeconds") * 1000;
    refusals = values.whole("connections.refusals");
    undeclaredRefusals = values.whole("connections.undeclaredRefusals");
    refusalWindowMillis = values.whole("connections.refusalWindowSeconds") * 1000;
    safetyShare = values.number("connections.safetyShare");
    recoveryShare = values.number("connections.recoveryShare");
    recoveryMillis = values.whole("connections.recoverySeconds") * 1000;
    learningMillis = values.whole("connections.learningSeconds") * 1000;
    delayMillis = values.whole("connections.delaySeconds") * 1000;
    callerRetries = values.whole("connections.callerRetries");
    loopGain = values.number("connections.loopGain");
    loopSustainMillis = values.whole("connections.loopSustainSeconds") * 1000;
    vulnerableShare = values.number("connections.vulnerableShare");
    ticketSteps = values.whole("connections.ticketSteps");
    ticketHorizonMillis = values.whole("connections.ticketHorizonHours") * 3_600_000;
    failuresPerLine = values.number("connections.failuresPerLine");
    complainingShare = values.number("connections.complainingShare");
    newLineRatio = values.number("connections.newLineRatio");
    lineTicketMillis = values.whole("connections.lineTicketSeconds") * 1000;
    carriedShare = values.number("connections.carriedShare");
    furtherRatio = values.number("connections.furtherRatio");
    recedingRatio = values.number("connections.recedingRatio");
    strainTrafficRatio = values.number("connections.strainTrafficRatio");
  }
}
