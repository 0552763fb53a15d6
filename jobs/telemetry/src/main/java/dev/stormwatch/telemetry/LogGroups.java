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

  private static final int SLOTS = 1 << 12;

  private final @Nullable Entry[] entries = new Entry[SLOTS];

  private static final class Entry {
    final byte[] account;
    final byte[] name;
    final byte[] region;
    final LogGroup group;

    Entry(byte[] account, byte[] name, byte[] region) {
      this.account = account;
      this.name = name;
      this.region = region;
      this.group = new LogGroup(text(account), text(region), text(name));
    }

    private static String text(byte[] ascii) {
      return new String(ascii, StandardCharsets.US_ASCII);
    }
  }

  /**
   * The group of a document's head.
   *
   * @param region of the stream read, for groups whose events name none
   */
  LogGroup of(byte[] bytes, DocumentHead head, byte[] region) {
    boolean named = head.regionFrom > 0;
    byte[] regionBytes = named ? bytes : region;
    int regionFrom = named ? head.regionFrom : 0;
    int regionTo = named ? head.regionTo : region.length;
    long hash = Hash64.of(bytes, head.groupFrom, head.groupTo - head.groupFrom);
    hash = Hash64.of(hash, Hash64.of(bytes, head.ownerFrom, head.ownerTo - head.ownerFrom));
    int slot = (int) hash & SLOTS - 1;
    Entry known = entries[slot];
    if (known != null
        && same(known.name, bytes, head.groupFrom, head.groupTo)
        && same(known.account, bytes, head.ownerFrom, head.ownerTo)
        && same(known.region, regionBytes, regionFrom, regionTo)) {
      return known.group;
    }
    Entry entry =
        new Entry(
            Arrays.copyOfRange(bytes, head.ownerFrom, head.ownerTo),
            Arrays.copyOfRange(bytes, head.groupFrom, head.groupTo),
            Arrays.copyOfRange(regionBytes, regionFrom, regionTo));
    entries[slot] = entry;
    return entry.group;
  }

  private static boolean same(byte[] known, byte[] bytes, int from, int to) {
    return Arrays.equals(known, 0, known.length, bytes, from, to);
  }
}
