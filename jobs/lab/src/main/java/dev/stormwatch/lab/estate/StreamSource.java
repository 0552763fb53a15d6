package dev.stormwatch.lab.estate;

import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.estate.Batch.Item;
import dev.stormwatch.lab.format.ScenarioException;
import dev.stormwatch.lab.format.Section;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A Kinesis or DynamoDB stream, or a Kafka topic, and the event source mapping that reads it: one
 * batch at a time from each shard or partition, in order. With a parallelization factor each shard
 * has as many parts by partition key, whose batches interleave; such a stream is not resharded.
 */
final class StreamSource implements EventSource {

  /** What the mapping does with a batch that fails. */
  record Mapping(
      int batchSize,
      boolean bisect,
      boolean partialResponses,
      int maximumRetryAttempts,
      double maximumRecordAgeMillis,
      double firstPauseMillis,
      double longestPauseMillis,
      String destination,
      double windowMillis) {

    /** Never retried longer than the stream keeps records. */
    double oldestMillis(double retentionMillis) {
      return maximumRecordAgeMillis < 0
          ? retentionMillis
          : Math.min(maximumRecordAgeMillis, retentionMillis);
    }
  }

  final String arn;
  final String consumer;
  final Mapping mapping;
  final Estate estate;
  final List<Shard> shards = new ArrayList<>();
  final double retentionMillis;

  /** Do the settings say how long it keeps records? */
  final boolean declared;

  final String name;

  private final Dice dice;
  private final Traffic traffic;
  private final @Nullable KafkaPollers pollers;
  private final int parts;
  private BigInteger sequence;
  private int hotShard = -1;
  private double hotShare;

  StreamSource(String name, Section section, Estate estate, Dice dice) {
    this.estate = estate;
    this.dice = dice;
    this.name = name;
    retentionMillis = section.number("retentionHours", 24) * 3_600_000;
    declared = section.flag("declared", false);
    String kind = section.text("kind", "kinesis");
    boolean dynamo = kind.equals("dynamodb");
    String prefix = "arn:aws:" + kind + ":" + estate.place();
    switch (kind) {
      case "kinesis" -> arn = prefix + ":stream/" + name;
      case "dynamodb" -> arn = prefix + ":table/" + name + "/stream/2026-01-14T08:31:07.114";
      case "kafka" -> arn = prefix + ":cluster/events/3521dbfc-9a3b-432a-a9fc-0b18c3756b86-4";
      default ->
          throw new ScenarioException(
              "a stream is kinesis, dynamodb or kafka, and not '" + kind + "'");
    }
    pollers = kind.equals("kafka") ? new KafkaPollers(this, dice.requestId()) : null;
    parts = section.whole("parallelizationFactor", 1);
    consumer = section.text("consumer");
    mapping =
        new Mapping(
            section.whole("batchSize", 100),
            section.flag("bisect", false),
            section.flag("partialResponses", false),
            section.whole("maximumRetryAttempts", -1),
            section.number("maximumRecordAgeSeconds", -1) * 1000,
            section.number("firstPauseMillis", 400),
            section.number("longestPauseSeconds", 40) * 1000,
            section.text("destination", ""),
            section.number("batchWindowSeconds", 0) * 1000);
    sequence =
        new BigInteger(dynamo ? "4421584500000000000000" : "49660123")
            .multiply(BigInteger.TEN.pow(dynamo ? 3 : 48));
    int count = section.whole("shards", 2) * parts;
    for (int i = 0; i < count; i++) {
      open(1, List.of());
    }
    traffic = section.section("traffic").map(Traffic::new).orElse(new Traffic(Section.EMPTY));
  }

  /**
   * @param width its share of the keys, in shards of the stream's beginning
   * @param parents shards that are read to their end before it
   */
  private void open(double width, List<Shard> parents) {
    int number = shards.size() / parts;
    String id =
        pollers != null ? name + "-" + number : String.format(Locale.ROOT, "shardId-%012d", number);
    shards.add(new Shard(this, id, width, parents, dice));
  }

  /** Two shards take the place of one, each with half of its keys. */
  void split(int shard) {
    Shard parent = shards.get(shard);
    parent.close();
    open(parent.width / 2, List.of(parent));
    open(parent.width / 2, List.of(parent));
  }

  /** One shard takes the place of two. */
  void merge(int one, int other) {
    List<Shard> parents = List.of(shards.get(one), shards.get(other));
    parents.forEach(Shard::close);
    open(parents.get(0).width + parents.get(1).width, parents);
  }

  /** The shard of a place among all keys, from 0 to the sum of all widths. */
  private Shard of(double place) {
    double left = place;
    Shard last = shards.get(0);
    for (Shard shard : shards) {
      if (shard.closed()) {
        continue;
      }
      last = shard;
      left -= shard.width;
      if (left < 0) {
        break;
      }
    }
    return last;
  }

  private double widths() {
    return shards.stream().filter(shard -> !shard.closed()).mapToDouble(s -> s.width).sum();
  }

  @Override
  public void begin(long from, long start) {
    traffic.schedule(estate.simulation, from, start, dice, () -> append(false, Hop.NONE));
    if (pollers != null) {
      pollers.begin(from);
    }
  }

  @Override
  public void append(boolean poison, Hop hop) {
    boolean hot = hotShard >= 0 && dice.chance(hotShare);
    Shard shard = hot ? shards.get(hotShard) : of(dice.between(0, widths()));
    appendTo(shard, poison, hop, estate.simulation.now());
  }

  /**
   * @param sent earlier than now for records that have waited before anybody read them
   */
  void appendTo(Shard shard, boolean poison, Hop hop, long sent) {
    sequence = sequence.add(BigInteger.valueOf((long) dice.between(1, 1e6)));
    String id = pollers != null ? Long.toString(shard.end()) : sequence.toString();
    shard.append(new Item(id, sent, poison, hop));
  }

  /** So many of the records go to one shard, whatever their key. */
  void heat(int shard, double share) {
    hotShard = shard;
    hotShare = share;
  }

  @Override
  public void pause(boolean paused) {
    shards.forEach(shard -> shard.pause(paused));
  }

  /** Where its pollers log; null where they do not. */
  Estate.@Nullable LogStream pollerLog() {
    return pollers == null ? null : pollers.logStream();
  }

  @Override
  public String arn() {
    return arn;
  }

  @Override
  public String consumer() {
    return consumer;
  }
}
