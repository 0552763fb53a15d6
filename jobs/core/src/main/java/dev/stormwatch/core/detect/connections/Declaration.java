package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.model.Wire;
import dev.stormwatch.core.settings.DatabaseRule;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Whether what the settings say of a database still stands.
 *
 * <p><b>Mechanism.</b> Settings often give the most that a pool may hold, such as node-pg's 10, and
 * an environment, which handles one call at a time, opens one. Or functions count that never open
 * any. Then environments × connections each + others passes the limit, and nothing happens: no line
 * refuses, and more environments answer than the limit has room for. Had each opened what is
 * declared, the others would have been refused, and a call that is refused fails or hangs.
 *
 * <p><b>Formula.</b> For a minute more is held by declaration than fits, and (environments − calls
 * that hang) × the share of calls that go well is more than floor((limit − others) / each): more
 * environments answer than can. As many hang as began and have not ended, beyond what chance makes
 * of those that run, as many as end a second × how long they took (Little's law). Then environments
 * foretell nothing. Where it has gone on for twice as long as an environment that died may still be
 * counted, a declared pool stays refuted for a day, for the next rise says as little as this one.
 *
 * <p><b>What it mistakes for it.</b> Environments that died and are still counted, hence the two
 * times. Environments that were refused hold nothing and are counted, hence nothing is refuted
 * within a day of a refusal, which shows that the declaration is about right. A gauge needs none of
 * this: it knows.
 */
final class Declaration {

  /** A minute, in which what hangs would show. */
  private static final int SLOTS = 12;

  /** Chance hides for some slots that it still does. */
  private static final long LATELY_MILLIS = 60_000;

  /** When more answered than fits for the first time since more is held than that. */
  private long since = ConnectionState.NEVER;

  /** When it did for the last time. */
  private long answeredAt = ConnectionState.NEVER;

  /** The last time at which that had lasted. */
  private long refutedAt = ConnectionState.NEVER;

  private long refusedAt = ConnectionState.NEVER;

  /** Environments in the latest slot in which a run had lasted, the most of a day. */
  private long environments;

  /** Takes in the newest slot. */
  void advance(
      long end, ConnectionView view, DatabaseRule rule, ConnectionState state, long idleMillis) {
    if (view.refusedRecently + view.poolEmptyRecently > 0) {
      refusedAt = end;
      refutedAt = ConnectionState.NEVER;
    }
    boolean fits = state.newest().held + view.others <= view.limit;
    if (view.gauged || fits || within(PeakHistory.DAY, refusedAt, end)) {
      since = ConnectionState.NEVER;
      answeredAt = ConnectionState.NEVER;
      return;
    }
    if (!answers(view, rule, state)) {
      return;
    }
    answeredAt = end;
    if (since == ConnectionState.NEVER) {
      since = end;
    }
    if (rule.connectionsPerEnvironment > 1 && end - since >= 2 * idleMillis) {
      environments = outgrown(end) ? Math.max(environments, living(state)) : living(state);
      refutedAt = end;
    }
  }

  /** Do environments say nothing of what is to come? */
  boolean isVoid(long end) {
    return within(LATELY_MILLIS, answeredAt, end) || outgrown(end);
  }

  /** Is the declared pool larger than what is open, for good? */
  boolean outgrown(long end) {
    return within(PeakHistory.DAY, refutedAt, end);
  }

  /** As many have answered while it was. */
  long environments() {
    return environments;
  }

  private static boolean within(long millis, long at, long end) {
    return at != ConnectionState.NEVER && end - at < millis;
  }

  private static boolean answers(ConnectionView view, DatabaseRule rule, ConnectionState state) {
    int n = state.panes.size();
    if (n < SLOTS) {
      return false;
    }
    long ended = 0;
    long attempts = 0;
    long failures = 0;
    long micros = 0;
    for (Pane pane : state.panes.subList(n - SLOTS, n)) {
      if (pane.held + view.others <= view.limit) {
        return false;
      }
      ended += pane.ended;
      attempts += pane.attempts;
      micros += pane.durationMicros;
      failures += pane.failures;
    }
    if (ended == 0) {
      return false;
    }
    double running = (double) micros / 1e3 / (SLOTS * (double) view.slotMillis);
    double hanging = Math.max(0, (double) (attempts - ended) - StrictMath.sqrt(running));
    double well = Math.max(0, 1 - (double) failures / ended);
    return ((double) living(state) - hanging) * well >= fits(view, rule) + 1;
  }

  private static long living(ConnectionState state) {
    return state.members.values().stream().mapToLong(member -> member.living).sum();
  }

  /** Environments that have room if each holds what is declared. */
  static double fits(ConnectionView view, DatabaseRule rule) {
    return Math.floor((view.limit - view.others) / (double) rule.connectionsPerEnvironment);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(since);
    out.writeLong(answeredAt);
    out.writeLong(refutedAt);
    out.writeLong(refusedAt);
    Wire.writeLong(out, environments);
  }

  static Declaration read(DataInput in) throws IOException {
    Declaration declaration = new Declaration();
    declaration.since = in.readLong();
    declaration.answeredAt = in.readLong();
    declaration.refutedAt = in.readLong();
    declaration.refusedAt = in.readLong();
    declaration.environments = Wire.readLong(in);
    return declaration;
  }
}
