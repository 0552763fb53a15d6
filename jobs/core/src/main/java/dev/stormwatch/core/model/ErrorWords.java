package dev.stormwatch.core.model;

/**
 * What the words of an error say about its cause. They are quoted to whoever looks for it, and
 * decide nothing. Of several the first here is the most telling.
 */
public enum ErrorWords {
  NONE(""),
  OUT_OF_MEMORY("out of memory"),
  NAME_NOT_RESOLVED("host name not resolved"),
  CERTIFICATE("certificate not accepted"),
  ACCESS_DENIED("access denied"),
  THROTTLED("throttled"),
  CONNECTION_REFUSED("connection refused"),
  UNREACHABLE("network unreachable"),
  CONNECTION_RESET("connection reset"),
  UNAVAILABLE("service unavailable"),
  TIMEOUT("timeout");

  /** In our own words. */
  public final String text;

  ErrorWords(String text) {
    this.text = text;
  }
}
