package dev.stormwatch.lab.scenario;

import dev.stormwatch.lab.format.Section;
import dev.stormwatch.lab.scenario.Story.Quiet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a scenario file says of the time of its troubles, in minutes from its beginning. */
final class Schedule {

  private static final double MILLIS_PER_MINUTE = 60_000;

  private final long start;
  private final long end;

  Schedule(long start, long end) {
    this.start = start;
    this.end = end;
  }

  /** An entry of the file's list of incidents, in epoch milliseconds. */
  record Entry(
      String kind,
      String severity,
      String of,
      String shard,
      long onset,
      long end,
      String note,
      String cause) {}

  List<Entry> entries(Section file) {
    List<Entry> entries = new ArrayList<>();
    for (Section section : file.list("incidents")) {
      entries.add(
          new Entry(
              section.text("kind"),
              section.text("severity", "page"),
              section.text("of"),
              section.text("shard", ""),
              minute(section.number("onset")),
              until(section, "end"),
              section.text("note", ""),
              section.text("cause", "")));
    }
    return entries;
  }

  /** Stretches that look like trouble and are none, in order. */
  List<Quiet> quiet(Section file) {
    List<Quiet> quiet = new ArrayList<>();
    for (Section section : file.list("quiet")) {
      quiet.add(
          new Quiet(minute(section.number("from", 0)), until(section, "to"), section.text("why")));
    }
    quiet.sort(Comparator.comparingLong(Quiet::from));
    return quiet;
  }

  private long minute(double minute) {
    return start + (long) (minute * MILLIS_PER_MINUTE);
  }

  private long until(Section section, String name) {
    return section.has(name) ? Math.min(end, minute(section.number(name))) : end;
  }
}
