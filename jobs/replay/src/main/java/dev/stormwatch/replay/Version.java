package dev.stormwatch.replay;

import java.util.Objects;

/** The release that is running. */
public final class Version {

  private static final String DEVELOPMENT = "development";

  private Version() {}

  public static String current() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), DEVELOPMENT);
  }
}
