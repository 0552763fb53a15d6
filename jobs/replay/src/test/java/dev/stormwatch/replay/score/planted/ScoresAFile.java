package dev.stormwatch.replay.score.planted;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Breaks a law on purpose, so that the rule is seen to fail. */
public final class ScoresAFile {
  Object broken() {
    return new ObjectMapper();
  }
}
