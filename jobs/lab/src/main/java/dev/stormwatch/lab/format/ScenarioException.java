package dev.stormwatch.lab.format;

/** A scenario file says something that cannot be; the message says what and where. */
public final class ScenarioException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String message;

  public ScenarioException(String message) {
    super(message);
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
