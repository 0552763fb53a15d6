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

  /** Of a handler that cannot read what it was given. */
  public static Failure ofInput(ManagedRuntime runtime) {
    String type =
        switch (runtime) {
          case JAVA_21 -> "java.lang.NumberFormatException";
          case PYTHON_3_13 -> "ValueError";
          case NODEJS_22 -> "SyntaxError";
          case DOTNET_8 -> "System.FormatException";
          default -> "ParseError";
        };
    return of(type, "cannot parse amount '12,5O' in record");
  }

  /** With what Node prints beside the message. */
  public Failure withCode(String newCode) {
    return new Failure(type, message, newCode, line);
  }
}
