package dev.stormwatch.core.settings;

import java.io.Serializable;
import java.util.ArrayList;

/** Which functions are tagged while they are suspect, and how fast. */
public final class TagSettings implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final long HOUR = 3_600_000;

  public final boolean enabled;

  /** Nothing is tagged; the log says what would be. */
  public final boolean dryRun;

  public final double callsPerSecond;

  /** Most functions that wait for a call. */
  public final int maxWaiting;

  public final long expireMillis;

  private final ArrayList<Glob> allow = new ArrayList<>();
  private final ArrayList<Glob> deny = new ArrayList<>();

  TagSettings(Values values) {
    enabled = values.flag("tags.enabled");
    dryRun = values.flag("tags.dryRun");
    callsPerSecond = values.number("tags.callsPerSecond");
    maxWaiting = (int) values.whole("tags.maxWaiting");
    expireMillis = values.whole("tags.expireHours") * HOUR;
    values.texts("tags.allow").forEach(text -> allow.add(new Glob(text)));
    values.texts("tags.deny").forEach(text -> deny.add(new Glob(text)));
  }

  /** May a function of this name be tagged? */
  public boolean allows(String function) {
    return allow.stream().anyMatch(glob -> glob.matches(function))
        && deny.stream().noneMatch(glob -> glob.matches(function));
  }
}
