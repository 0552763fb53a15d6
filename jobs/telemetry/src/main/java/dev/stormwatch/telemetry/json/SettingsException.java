package dev.stormwatch.telemetry.json;

/** Settings that cannot be used; the message says which key, why, and what to do. */
public final class SettingsException extends Exception {

  private static final long serialVersionUID = 1L;

  public SettingsException(String message) {
    super(message);
  }
}
