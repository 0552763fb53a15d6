package dev.stormwatch.lab.estate;

import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.format.ScenarioException;
import dev.stormwatch.lab.format.Section;
import dev.stormwatch.lab.log.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What befalls an estate: the {@code troubles} of a scenario file. Each has a minute {@code at} of
 * the recording and, where it passes, {@code minutes} that it lasts.
 */
public final class Troubles {

  /** A stretch in which the lines of some functions do not arrive. */
  public record Gap(long from, long to, Collection<String> functions, boolean lost) {}

  /** When something began, in words. */
  public record Event(long at, String what) {}

  private static final long STEP_MILLIS = 5_000;

  @FunctionalInterface
  private interface Kind {
    void schedule(long from, long to, Section section);
  }

  private final Map<String, Kind> kinds = new LinkedHashMap<>();
  private final Estate estate;
  private final long start;
  private final Dice dice;
  private final List<Gap> gaps = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();

  public Troubles(Estate estate, long start, Dice dice) {
    this.estate = estate;
    this.start = start;
    this.dice = dice;
    kinds.put("none", (from, to, section) -> {}); // a note for the timeline alone
    kinds.put("slow-database", this::slowDatabase);
    kinds.put("restart-database", this::restartDatabase);
    kinds.put("outage", this::outage);
    kinds.put("slow-dependency", this::slowDependency);
    kinds.put("deploy", this::deploy);
    kinds.put("bug", this::bug);
    kinds.put("crash", this::crash);
    kinds.put("leak", this::leak);
    kinds.put("slow-code", this::slowCode);
    kinds.put("poison", this::poison);
    kinds.put("heal", this::heal);
    kinds.put("hot-key", this::hotKey);
    kinds.put("pause", this::pause);
    kinds.put("split-shard", this::splitShard);
    kinds.put("merge-shards", this::mergeShards);
    kinds.put("backlog", this::backlog);
    kinds.put("spark", this::spark);
    kinds.put("gap", this::gap);
    kinds.put("clock", this::clock);
  }

  /** Sets all to happen. */
  public void schedule(List<Section> sections) {
    for (Section section : sections) {
      String what = section.text("do");
      Kind kind = kinds.get(what);
      if (kind == null) {
        throw new ScenarioException(
            section.path()
                + ".do is '"
                + what
                + "'; did you mean '"
                + Section.nearest(what, kinds.keySet())
                + "'?");
      }
      long from = start + (long) (section.number("at") * 60_000);
      double minutes = section.number("minutes", 1e6);
      long to = (long) Math.min(from + minutes * 60_000, Long.MAX_VALUE / 2.0);
      String note = section.text("note", "");
      if (!note.isEmpty()) {
        events.add(new Event(from, note));
      }
      kind.schedule(from, to, section);
    }
  }

  /** Stretches without delivery. */
  public List<Gap> gaps() {
    return gaps;
  }

  /** What the file says of each, for the timeline. */
  public List<Event> events() {
    return events;
  }

  private void at(long time, Runnable what) {
    estate.simulation.at(time, what);
  }

  private void slowDatabase(long from, long to, Section section) {
    Database database = estate.database(section.text("database"));
    double factor = section.number("factor");
    double rise = section.number("rise", 0) * 60_000;
    for (long time = from; time < to && time - from <= rise + STEP_MILLIS; time += STEP_MILLIS) {
      double grown = rise == 0 ? 1 : Math.min(1, (time - from) / rise);
      at(time, () -> database.slowDown(StrictMath.pow(factor, grown)));
    }
    at(to, () -> database.recovered(to));
  }

  private void restartDatabase(long from, long to, Section section) {
    Database database = estate.database(section.text("database"));
    at(from, database::restart);
    at(to, () -> database.recovered(to));
  }

  private void outage(long from, long to, Section section) {
    Dependency dependency = estate.dependency(section.text("dependency"));
    double share = section.number("share", 1);
    boolean silent = section.flag("silent", false);
    at(from, () -> dependency.outage(share, silent));
    at(to, () -> dependency.outage(0, false));
  }

  private void slowDependency(long from, long to, Section section) {
    Dependency dependency = estate.dependency(section.text("dependency"));
    double factor = section.number("factor");
    at(from, () -> dependency.slowDown(factor));
    at(to, () -> dependency.slowDown(1));
  }

  private void deploy(long from, long to, Section section) {
    LambdaFunction function = estate.function(section.text("function"));
    String version = section.text("version");
    double initFactor = section.number("initFactor", 1);
    double workFactor = section.number("workFactor", 1);
    at(
        from,
        () -> {
          function.deploy(version);
          function.conditions.initFactor = initFactor;
          function.conditions.workFactor = workFactor;
        });
  }

  private void bug(long from, long to, Section section) {
    LambdaFunction function = estate.function(section.text("function"));
    double share = section.number("share", 1);
    Failure failure =
        Failure.of(
            section.text("type", "TypeError"),
            section.text("message", "Cannot read properties of undefined (reading 'total')"));
    at(
        from,
        () -> {
          function.conditions.failure = failure;
          function.conditions.failingShare = share;
        });
    at(to, () -> function.conditions.failingShare = 0);
  }

  private void crash(long from, long to, Section section) {
    LambdaFunction function = estate.function(section.text("function"));
    double share = section.number("share", 1);
    at(from, () -> function.conditions.crashingShare = share);
    at(to, () -> function.conditions.crashingShare = 0);
  }

  private void leak(long from, long to, Section section) {
    LambdaFunction function = estate.function(section.text("function"));
    double share = section.number("share");
    at(from, () -> function.conditions.leakShare = share);
    at(to, () -> function.conditions.leakShare = 0);
  }

  private void slowCode(long from, long to, Section section) {
    LambdaFunction function = estate.function(section.text("function"));
    double factor = section.number("factor");
    at(from, () -> function.conditions.workFactor = factor);
    at(to, () -> function.conditions.workFactor = 1);
  }

  private void poison(long from, long to, Section section) {
    String name = section.text("source");
    int count = section.whole("records", 1);
    if (section.has("shard")) {
      StreamSource stream = stream(section);
      int shard = section.whole("shard", 0);
      at(from, () -> stream.appendTo(stream.shards.get(shard), true, Hop.NONE, from));
      return;
    }
    for (int i = 0; i < count; i++) {
      at(from + i * 20L, () -> estate.source(name).append(true, Hop.NONE));
    }
  }

  /** The consumer learns to live with what was poison. */
  private void heal(long from, long to, Section section) {
    LambdaFunction function = estate.function(section.text("function"));
    at(from, () -> function.conditions.tolerant = true);
  }

  private void hotKey(long from, long to, Section section) {
    StreamSource stream = stream(section);
    int shard = section.whole("shard", 0);
    double share = section.number("share");
    at(from, () -> stream.heat(shard, share));
    at(to, () -> stream.heat(-1, 0));
  }

  private void splitShard(long from, long to, Section section) {
    StreamSource stream = stream(section);
    int shard = section.whole("shard", 0);
    at(from, () -> stream.split(shard));
  }

  private void mergeShards(long from, long to, Section section) {
    StreamSource stream = stream(section);
    int shard = section.whole("shard", 0);
    int other = section.whole("with", 1);
    at(from, () -> stream.merge(shard, other));
  }

  private void pause(long from, long to, Section section) {
    EventSource source = estate.source(section.text("source"));
    at(from, () -> source.pause(true));
    at(to, () -> source.pause(false));
  }

  /** Records that nobody has read for long, all there at once: a replay from the horizon. */
  private void backlog(long from, long to, Section section) {
    StreamSource stream = stream(section);
    int records = section.whole("records", 1_000);
    double ageMillis = section.number("ageMinutes") * 60_000;
    at(
        from,
        () -> {
          for (int i = 0; i < records; i++) {
            long sent = from - (long) (ageMillis * (records - i) / records);
            stream.appendTo(stream.shards.get(i % stream.shards.size()), false, Hop.NONE, sent);
          }
        });
  }

  /** An event from outside that should have stayed small. */
  private void spark(long from, long to, Section section) {
    String target = section.text("to");
    String traced = section.text("traced", "");
    int count = section.whole("events", 1);
    double every = section.number("everySeconds", 1) * 1000;
    boolean runaway = section.flag("runaway", true);
    for (int i = 0; i < count; i++) {
      at(
          from + (long) (i * every),
          () -> {
            Hop hop =
                traced.isEmpty()
                    ? new Hop("", false, "", 0, runaway)
                    : estate.tracer.firstHop(estate.function(traced).spec, dice, runaway);
            estate.deliver(target, false, hop);
          });
    }
  }

  private void gap(long from, long to, Section section) {
    gaps.add(new Gap(from, to, section.texts("functions"), section.flag("lost", false)));
  }

  private void clock(long from, long to, Section section) {
    LambdaFunction function = estate.function(section.text("function"));
    long offset = (long) (section.number("seconds") * 1000);
    at(from, () -> function.conditions.clockOffset = offset);
    at(to, () -> function.conditions.clockOffset = 0);
  }

  private StreamSource stream(Section section) {
    if (estate.source(section.text("source")) instanceof StreamSource stream) {
      return stream;
    }
    throw new ScenarioException(section.path() + ".source must be a stream, not a queue");
  }
}
