package dev.stormwatch.core.settings;

import java.util.List;

/**
 * A settings document with every default filled in; keys are paths such as {@code
 * clock.slotSeconds}.
 */
public interface Values {

  long whole(String path);

  double number(String path);

  boolean flag(String path);

  /** The items of a list of texts. */
  List<String> texts(String path);

  /** The items of a list of objects. */
  List<Values> items(String path);

  /** A text, or empty when it is null. */
  String text(String path);
}
