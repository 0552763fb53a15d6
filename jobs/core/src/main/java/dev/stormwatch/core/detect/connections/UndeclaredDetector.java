package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.connections.LearnedForecast.Outlook;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.settings.ConnectionSettings;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;

/**
 * Of a database that nobody declared nothing is known but what its functions say; see {@link
 * ConnectionDetector}.
 */
final class UndeclaredDetector implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Settings all;
  private final ConnectionSettings settings;
  private final ConnectionReport report;
  private final TicketReport ticketReport;
  private final LearnedForecast learned;

  UndeclaredDetector(Settings settings, ConnectionReport report, TicketReport ticketReport) {
    this.all = settings;
    this.settings = settings.connections;
    this.report = report;
    this.ticketReport = ticketReport;
    this.learned = new LearnedForecast(settings);
  }

  /** Says what it thinks of it at the end of a slot, if anything. */
  void judge(
      long end, DatabaseSlot slot, Loop loop, ConnectionState state, Effects<Finding> effects) {
    boolean foretold = UndeclaredDatabase.foretold(slot, state, settings.horizonMillis);
    long refused = state.refusedLately();
    long poolEmpty = state.poolEmptyLately();
    Outlook outlook = learned.judge(end, state, refused);
    boolean expected = outlook != null && outlook.forecast != null;
    boolean server = refused >= settings.undeclaredRefusals || foretold || expected;
    if (server || poolEmpty >= settings.undeclaredRefusals) {
      state.troubleAt = end;
      if (!state.active) {
        String name = UndeclaredDatabase.name(slot.database, state);
        if (all.database(name) != null) {
          // A function that the settings do not count among its own: what it prints is a claim.
          name = "";
        }
        Episode.open(end, foretold ? state.newestReading().database : name, state);
        state.ofPool = true;
        if (outlook != null && expected && state.refused == 0) {
          outlook.database.foretell(state);
        }
      }
      state.ofPool &= !server;
    }
    if (state.active && refused >= settings.undeclaredRefusals) {
      InferredDatabase.learn(end, state);
    }
    if (!state.active) {
      ticketReport.unbelieved(end, slot, state).forEach(effects::emit);
      return;
    }
    long recently = state.ofPool ? poolEmpty : refused;
    if (end - state.troubleAt >= settings.recoveryMillis && refused + poolEmpty == 0) {
      effects.emit(report.undeclared(end, slot, loop, state, recently, true));
      Episode.close(state);
    } else if (outlook != null && outlook.database.foretold && state.refused == 0) {
      effects.emit(report.learned(end, slot, outlook, state));
    } else {
      effects.emit(report.undeclared(end, slot, loop, state, recently, false));
    }
  }
}
