package dev.stormwatch.core.settings;

/** The instruction set that a function is built for: prices differ by it. */
public enum Architecture {
  X86_64,
  ARM64;

  static Architecture of(String wireName) {
    return wireName.equals("arm64") ? ARM64 : X86_64;
  }
}
