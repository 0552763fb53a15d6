package dev.stormwatch.replay;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Something only the user can mend: the message says what was wrong, where, and what to do. */
public final class UserException extends Exception {

  private static final long serialVersionUID = 1L;

  public UserException(String message) {
    super(message);
  }

  /** Refuses what an option says unless it is 1 to the most. */
  public static void unlessWithin(String option, int value, int most) throws UserException {
    if (value < 1 || value > most) {
      throw new UserException(option + " " + value + " is out of range: 1 to " + most);
    }
  }

  /**
   * Of a folder that cannot be made or written to.
   *
   * @param option that names it
   */
  public static UserException unwritable(Path folder, String option, IOException e) {
    // Where the system makes its own files, as in /proc, it says that what is to be made is
    // missing.
    return unwritable(
        folder, option, e instanceof NoSuchFileException ? "nothing can be made there" : reason(e));
  }

  /** The same, of a reason that is known. */
  public static UserException unwritable(Path folder, String option, String why) {
    return new UserException(
        folder + ": cannot be written: " + why + "; choose another with " + option);
  }

  /** What a failure of the file system says, of which most name nothing but a path. */
  static String reason(IOException e) {
    if (e instanceof FileAlreadyExistsException) {
      return e.getMessage() + " is a file";
    }
    if (e instanceof NotDirectoryException) {
      return "no folder can be made there";
    }
    if (e instanceof NoSuchFileException) {
      return e.getMessage() + " is not there";
    }
    if (e instanceof AccessDeniedException) {
      return "you may not use " + e.getMessage();
    }
    if (e instanceof FileSystemException refused && refused.getReason() != null) {
      return refused.getReason();
    }
    return String.valueOf(e.getMessage());
  }
}
