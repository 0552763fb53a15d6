package dev.stormwatch.core.settings;

import java.io.Serializable;

/**
 * Thresholds of the dependency detector; units, defaults and reasons are in the settings schema.
 */
public final class DependencySettings implements Serializable {

  private static final long serialVersionUID = 1L;

  public final boolean enabled;
  public final long minFailures;
  public final double minShare;
  public final double usualRatio;
  public final double minVeteranShare;
  public final long minVeterans;
  public final long sustainMillis;
  public final double partialShare;
  public final long partialSustainMillis;
  public final double pageShare;
  public final double partialPageShare;
  public final long pageCalls;
  public final long pageSustainMillis;
  public final long complaintPageSustainMillis;
  public final long lastingPageMillis;
  public final double slowRatio;
  public final long slowSustainMillis;
  public final long pageSlowMillis;
  public final double recoveryShare;
  public final double fewChance;
  public final long fewMillis;
  public final long learningMillis;

  public DependencySettings(Values values) {
    enabled = values.flag("dependency.enabled");
    minFailures = values.whole("dependency.minFailures");
    minShare = values.number("dependency.minShare");
    usualRatio = values.number("dependency.usualRatio");
    minVeteranShare = values.number("dependency.minVeteranShare");
    minVeterans = values.whole("dependency.minVeterans");
    sustainMillis = values.whole("dependency.sustainSeconds") * 1000;
    partialShare = values.number("dependency.partialShare");
    partialSustainMillis = values.whole("dependency.partialSustainSeconds") * 1000;
    pageShare = values.number("dependency.pageShare");
    partialPageShare = values.number("dependency.partialPageShare");
    pageCalls = values.whole("dependency.pageCalls");
    pageSustainMillis = values.whole("dependency.pageSustainSeconds") * 1000;
    complaintPageSustainMillis = values.whole("dependency.complaintPageSustainSeconds") * 1000;
    lastingPageMillis = values.whole("dependency.lastingPageSeconds") * 1000;
    slowRatio = values.number("dependency.slowRatio");
    slowSustainMillis = values.whole("dependency.slowSustainSeconds") * 1000;
    pageSlowMillis = values.whole("dependency.pageSlowMillis");
    recoveryShare = values.number("dependency.recoveryShare");
    fewChance = values.number("dependency.fewChance");
    fewMillis = values.whole("dependency.fewSeconds") * 1000;
    learningMillis = values.whole("dependency.learningSeconds") * 1000;
  }
}
