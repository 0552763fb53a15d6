package dev.stormwatch.replay.cut;

import dev.stormwatch.replay.input.BadLines;
import dev.stormwatch.replay.input.Input;
import dev.stormwatch.telemetry.json.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** What became of an input's records. */
public final class CutResult {

  /** Functions of which something was taken. */
  public final TreeSet<String> functions = new TreeSet<>();

  public long read;
  public long outOfTime;

  /** Of other functions or log groups than those asked for. */
  public long ofOthers;

  public long unreadable;
  public long written;

  /** Log events of the records that were written. */
  public long lines;

  public BadLines badLines = BadLines.NONE;
  public int files;

  private long firstSeen = Long.MAX_VALUE;
  private long lastSeen = Long.MIN_VALUE;
  private long first;
  private long last;

  CutResult() {}

  void read(long arrival) {
    read++;
    firstSeen = Math.min(firstSeen, arrival);
    lastSeen = Math.max(lastSeen, arrival);
  }

  void written(long records, long firstArrival, long lastArrival, int recordFiles) {
    written = records;
    first = firstArrival;
    last = lastArrival;
    files = recordFiles;
  }

  String firstSeen() {
    return Times.text(firstSeen);
  }

  String lastSeen() {
    return Times.text(lastSeen);
  }

  public String firstArrival() {
    return Times.text(first);
  }

  public String lastArrival() {
    return Times.text(last);
  }

  /** What the manifest says of the cut. */
  String notes(Input input, Selection selection) {
    List<String> notes = new ArrayList<>();
    notes.add(
        String.format(
            Locale.ROOT,
            "Cut out of %s, which spans %s to %s.",
            input.format().title(),
            firstSeen(),
            lastSeen()));
    if (outOfTime > 0) {
      notes.add(outOfTime + " records arrived outside the time asked for.");
    }
    if (!selection.whole()) {
      notes.add("Only " + String.join(", ", selection.names()) + ".");
    }
    notes.add(
        selection.keepText()
            ? "Lines are as they were logged."
            : "Redacted: of each line only what Stormwatch reads is left.");
    if (unreadable > 0 && !(selection.keepText() && selection.whole())) {
      notes.add(unreadable + " records could not be read and are left out.");
    }
    notes.addAll(input.notes());
    return String.join(" ", notes);
  }
}
