package dev.stormwatch.lab.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.delivery.KinesisStream;
import dev.stormwatch.lab.delivery.LogAgent;
import dev.stormwatch.lab.delivery.Subscription;
import dev.stormwatch.lab.delivery.Subscription.Silence;
import dev.stormwatch.lab.estate.Estate;
import dev.stormwatch.lab.estate.Invocation;
import dev.stormwatch.lab.estate.Troubles;
import dev.stormwatch.lab.estate.Troubles.Gap;
import dev.stormwatch.lab.format.ScenarioException;
import dev.stormwatch.lab.format.Section;
import dev.stormwatch.lab.log.Line;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A scenario, played once: what Kinesis took in, and the truth behind it. */
public final class Recording {

  static final String ACCOUNT = "123456789012";
  static final String REGION = "eu-west-1";
  static final String STREAM_ARN =
      "arn:aws:kinesis:" + REGION + ":" + ACCOUNT + ":stream/lambda-logs";

  final Scenario scenario;
  final long seed;
  final String title;
  final String about;
  final long start;
  final long end;
  final Estate estate;
  final Story story;
  private final Subscription subscription;
  private final Dice dice;
  private @Nullable List<ObjectNode> records;

  private Recording(Scenario scenario, long seed) {
    this.scenario = scenario;
    this.seed = seed;
    dice = new Dice(seed).forPurpose(scenario.name());
    Section file = scenario.drawn(dice);
    title = file.text("title");
    about = file.text("about", "");
    file.whole("neighbours", 0);
    start = start(file);
    double minutes = file.number("minutes", 60);
    end = start + (long) (minutes * 60_000);
    long runIn = (long) (file.number("runInMinutes", 12) * 60_000);
    estate = new Estate(ACCOUNT, REGION, start, runIn, end - start, file, dice);
    Troubles troubles = new Troubles(estate, start, dice.forPurpose("troubles"));
    troubles.schedule(file.list("troubles"));
    GroundTruth truth = new GroundTruth(estate, start, end, file);
    Section delivery = file.section("delivery").orElse(Section.EMPTY);
    subscription =
        new Subscription(ACCOUNT, delivery, silences(troubles), dice.forPurpose("delivery"));
    file.check();
    estate.run();
    story = truth.story(troubles.events());
  }

  /** Plays it. Same scenario and seed, same recording. */
  public static Recording play(Scenario scenario, long seed) {
    return new Recording(scenario, seed);
  }

  private static long start(Section file) {
    String text = file.text("start", "2026-03-02T10:00:00Z");
    try {
      return Instant.parse(text).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new ScenarioException(
          "start must be a time such as 2026-03-02T10:00:00Z, not '" + text + "'");
    }
  }

  private static List<Silence> silences(Troubles troubles) {
    Function<Gap, Silence> silence =
        gap ->
            new Silence(
                gap.from(),
                gap.to(),
                gap.functions().stream().map(Recording::logGroup).toList(),
                gap.lost());
    return troubles.gaps().stream().map(silence).toList();
  }

  private static String logGroup(String function) {
    return "/aws/lambda/" + function;
  }

  /** The subscription begins with the recording; what was written before is not in it. */
  private List<ObjectNode> deliver() {
    subscription.begin(start);
    Dice agents = dice.forPurpose("log agents");
    for (Estate.LogStream stream : estate.logStreams()) {
      List<Line> lines = stream.lines().stream().filter(line -> line.at() >= start).toList();
      subscription.deliver(LogAgent.flushes(stream.logGroup(), stream.name(), lines, agents));
    }
    return new KinesisStream(dice.forPurpose("sequence numbers")).take(subscription.deliveries());
  }

  /**
   * Kinesis records in order of arrival. They are half of the work, and who wants the truth alone
   * need not wait for them.
   */
  public List<ObjectNode> records() {
    List<ObjectNode> known = records;
    if (known == null) {
      known = deliver();
      records = known;
    }
    return known;
  }

  /** Everything that a function ran and of which the recording tells. */
  public List<Invocation> invocations(String function) {
    return estate.truth.invocations(function).stream().filter(call -> call.end() >= start).toList();
  }

  /** Names of all functions. */
  public List<String> functions() {
    return estate.specs().stream().map(spec -> spec.name).toList();
  }

  /** What really happened. */
  public Story story() {
    return story;
  }
}
