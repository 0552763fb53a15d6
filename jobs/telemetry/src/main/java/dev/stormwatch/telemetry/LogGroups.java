package dev.stormwatch.telemetry;

import dev.stormwatch.core.model.Hash64;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Log groups by the bytes of their account, region and name, so that a group that writes often is
 * not read anew each time. It remembers a fixed number; one that is pushed out is read again.
 */
final class LogGroups {

  private static final int SLOTS = 1 << 13;

  private final @Nullable Entry[] entries = new Entry[SLOTS];

  private static final class Entry {
    /** The document's bytes from the account to the group's name. */
    final byte[] head;

    /** Does the document name a region, and which? */
    final boolean named;

    final byte[] region;

    final LogGroup group;

    Entry(byte[] head, boolean named, byte[] region, LogGroup group) {
      this.head = head;
      this.named = named;
      this.region = region;
      this.group = group;
    }

    boolean is(byte[] bytes, DocumentHead document, boolean hasRegion) {
      return named == hasRegion
          && same(head, bytes, document.ownerFrom, document.groupTo)
          && same(region, bytes, document.regionFrom, document.regionTo);
    }
  }

  /**
   * The group of a document's head.
   *
   * @param defaultRegion of the stream read, for groups whose events name none
   */
  LogGroup of(byte[] bytes, DocumentHead head, String defaultRegion) {
    int from = head.ownerFrom;
    int length = head.groupTo - from;
    boolean named = head.regionFrom > 0;
    int slot = (int) Hash64.of(bytes, from, length) & SLOTS - 2;
    Entry known = entries[slot];
    if (known != null && known.is(bytes, head, named)) {
      return known.group;
    }
    // Two places a slot: a group that writes often is not pushed out by another that does.
    Entry second = entries[slot + 1];
    if (second != null && second.is(bytes, head, named)) {
      return second.group;
    }
    entries[slot + 1] = known;
    LogGroup group =
        new LogGroup(
            text(bytes, from, head.ownerTo),
            named ? text(bytes, head.regionFrom, head.regionTo) : defaultRegion,
            text(bytes, head.groupFrom, head.groupTo));
    entries[slot] =
        new Entry(
            Arrays.copyOfRange(bytes, from, head.groupTo),
            named,
            Arrays.copyOfRange(bytes, head.regionFrom, head.regionTo),
            group);
    return group;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }

  private static boolean same(byte[] known, byte[] bytes, int from, int to) {
    return Arrays.equals(known, 0, known.length, bytes, from, to);
  }
}
