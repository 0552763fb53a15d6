package dev.stormwatch.core.fold;

/** What Lambda's request ids look like. */
public final class RequestIds {

  /** Characters of a request id. */
  public static final int LENGTH = 36;

  private RequestIds() {}

  /** Is it a UUID in its usual form of 36 characters? */
  public static boolean isUuid(String id) {
    if (id.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? id.charAt(i) != '-' : Character.digit(id.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The id if it is a UUID, else empty. A function can print a REPORT line with anything in the
   * id's place, and what it prints must not leave in an alert.
   */
  static String orEmpty(String id) {
    return isUuid(id) ? id : "";
  }
}
