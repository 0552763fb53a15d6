package dev.stormwatch.replay;

/** Something only the user can mend: the message says what was wrong, where, and what to do. */
public final class UserException extends Exception {

  private static final long serialVersionUID = 1L;

  public UserException(String message) {
    super(message);
  }
}
