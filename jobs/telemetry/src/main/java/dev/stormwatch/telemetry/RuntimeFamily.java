package dev.stormwatch.telemetry;

import dev.stormwatch.core.model.Traits;

/** Which family a runtime is of, by its version, such as {@code python:3.12.v18}. */
final class RuntimeFamily {

  private static final String[] NAMES = {"java:", "nodejs:", "python:", "dotnet:"};

  private static final int[] FAMILIES = {Traits.JVM, Traits.NODE, Traits.PYTHON, Traits.DOTNET};

  private static final Literal[] LITERALS = Literal.of(NAMES);

  private RuntimeFamily() {}

  /** One of {@link Traits#RUNTIMES}, or 0. */
  static int of(String runtimeVersion) {
    for (int i = 0; i < NAMES.length; i++) {
      if (runtimeVersion.startsWith(NAMES[i])) {
        return FAMILIES[i];
      }
    }
    return 0;
  }

  /** The same of what stands at a place. */
  static int at(byte[] bytes, int at, int end) {
    for (int i = 0; i < NAMES.length; i++) {
      if (at + LITERALS[i].length <= end && LITERALS[i].standsAt(bytes, at)) {
        return FAMILIES[i];
      }
    }
    return 0;
  }
}
