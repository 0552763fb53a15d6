package dev.stormwatch.lab.log;

/**
 * An exception that left a handler.
 *
 * @param type its class, as the language names it
 * @param code what Node's errors carry beside the message, or empty
 * @param line of the source, so that one cause always shows the same trace
 */
public record Failure(String type, String message, String code, int line) {

  public static Failure of(String type, String message) {
    return new Failure(type, message, "", 17 + Math.floorMod(type.hashCode(), 80));
  }

  /** With what Node prints beside the message. */
  public Failure withCode(String newCode) {
    return new Failure(type, message, newCode, line);
  }
}
