package dev.stormwatch.core.detect;

/** How urgent, from least to most: a closed set, part of the public alert format. */
public enum Severity {
  /** Kept, not sent by default. */
  INFO("info"),
  /** In working hours. */
  TICKET("ticket"),
  /** A human acts now. */
  PAGE("page");

  private final String wireName;

  Severity(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
