package dev.stormwatch.core.detect.plantedone;

import dev.stormwatch.core.detect.plantedtwo.AnotherDetector;

/** Breaks a law on purpose, so that the rule is seen to fail. */
public final class KnowsAnotherDetector {
  Object broken() {
    return new AnotherDetector();
  }
}
