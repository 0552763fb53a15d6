package dev.stormwatch.core.incident;

import dev.stormwatch.core.detect.Finding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * An incident's name: derived from kind, subject and onset alone, so that a replay finds it again.
 */
final class IncidentId {

  private static final int HASH_BYTES = 6;

  private IncidentId() {}

  /** The name of what opens for the first time with its onset. */
  static String of(Finding finding) {
    return named(finding, "");
  }

  /** The name of what may have been open with the same onset before: another incident. */
  static String ofOneMore(Finding finding, long openedAt) {
    return named(finding, "|" + openedAt);
  }

  private static String named(Finding finding, String which) {
    String identity = finding.incidentKey() + '|' + finding.onset + which;
    byte[] hash = sha256().digest(identity.getBytes(StandardCharsets.UTF_8));
    StringBuilder id = new StringBuilder(finding.kind.wireName()).append('-');
    for (int i = 0; i < HASH_BYTES; i++) {
      id.append(Character.forDigit(hash[i] >> 4 & 0xF, 16));
      id.append(Character.forDigit(hash[i] & 0xF, 16));
    }
    return id.toString();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
