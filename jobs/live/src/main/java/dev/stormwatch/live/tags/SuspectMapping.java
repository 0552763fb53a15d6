package dev.stormwatch.live.tags;

import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.incident.Alert;
import java.util.Map;

/**
 * The event source mapping that feeds a function from a source in which a record is stuck. No log
 * says its ARN, so Lambda is asked for it, one call as any other.
 *
 * <p>The source is what the function said, which is a claim. Only mappings of that very function
 * are taken, so what a function makes up brings tags upon nobody else.
 */
final class SuspectMapping {

  private static final char BETWEEN = ' ';

  final String function;
  final String source;

  private SuspectMapping(String function, String source) {
    this.function = function;
    this.source = source;
  }

  /** Does an alert tell of a record in a source that can be looked up? */
  static boolean in(Alert alert) {
    Map<String, String> names = alert.finding.subject.names();
    String source = names.getOrDefault("eventSource", "");
    return alert.finding.kind == Kind.POISON_RECORD
        && names.containsKey("function")
        && source.startsWith("arn:")
        && source.indexOf(BETWEEN) < 0;
  }

  /**
   * As one text, in place of an ARN.
   *
   * @param function its ARN
   */
  static String key(String function, Subject subject) {
    return function + BETWEEN + subject.names().get("eventSource");
  }

  static boolean isKey(String resource) {
    return resource.indexOf(BETWEEN) >= 0;
  }

  static SuspectMapping of(String key) {
    int at = key.indexOf(BETWEEN);
    return new SuspectMapping(key.substring(0, at), key.substring(at + 1));
  }

  /** Is it this function, whatever version or alias of it a mapping names? */
  boolean feeds(String functionArn) {
    return functionArn.equals(function) || functionArn.startsWith(function + ':');
  }
}
