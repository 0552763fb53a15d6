package dev.stormwatch.replay.baseline;

import dev.stormwatch.core.settings.Glob;
import java.util.List;
import java.util.Map;

/**
 * What the owner of an estate knows and no log shows, as the recording's own settings say it. A
 * rule that needs something that is not known here never speaks.
 *
 * @param functions the first rule that matches a function holds
 * @param connectionLimits connections that a database accepts, by its id
 */
public record Estate(List<Rule> functions, Map<String, Long> connectionLimits) {

  /** Nothing is known. */
  public static final Estate UNKNOWN = new Estate(List.of(), Map.of());

  /**
   * What is known of the functions that a pattern names.
   *
   * @param timeoutSeconds 0 when not known
   * @param reservedConcurrency 0 when not known or none
   */
  public record Rule(Glob match, long timeoutSeconds, long reservedConcurrency) {}

  public Estate {
    functions = List.copyOf(functions);
    connectionLimits = Map.copyOf(connectionLimits);
  }

  /** Does a duration take more than this share of the function's timeout? */
  boolean nearTimeout(String function, long micros, double share) {
    long timeout = rule(function).timeoutSeconds;
    return timeout > 0 && micros > share * timeout * 1e6;
  }

  /** Does a concurrency take more than this share of what is reserved? */
  boolean nearReserved(String function, double concurrency, double share) {
    long reserved = rule(function).reservedConcurrency;
    return reserved > 0 && concurrency > share * reserved;
  }

  private Rule rule(String function) {
    return functions.stream()
        .filter(rule -> rule.match.matches(function))
        .findFirst()
        .orElse(new Rule(new Glob("*"), 0, 0));
  }
}
