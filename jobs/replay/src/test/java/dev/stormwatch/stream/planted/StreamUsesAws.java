package dev.stormwatch.stream.planted;

import software.amazon.planted.PlantedClient;

/** Breaks a law on purpose, so that the rule is seen to fail. */
public final class StreamUsesAws {
  Object broken() {
    return new PlantedClient();
  }
}
