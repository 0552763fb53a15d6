package dev.stormwatch.live;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Credentials that any emulator takes, for the tests of one class and none after it. */
public final class TestCredentials implements BeforeAllCallback, AfterAllCallback {

  private static final String KEY = "aws.accessKeyId";
  private static final String SECRET = "aws.secretAccessKey";

  @Override
  public void beforeAll(ExtensionContext context) {
    System.setProperty(KEY, "test");
    System.setProperty(SECRET, "test");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    System.clearProperty(KEY);
    System.clearProperty(SECRET);
  }
}
