package dev.stormwatch.lab.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.delivery.Subscription.Delivery;
import dev.stormwatch.lab.format.Hash;
import dev.stormwatch.lab.format.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A Kinesis stream of two shards, each with one half of the hash key range. A record goes to the
 * shard whose range holds the MD5 of its partition key, read as a number of 128 bits.
 */
public final class KinesisStream {

  private static final int SHARDS = 2;
  private static final BigInteger RANGE = BigInteger.ONE.shiftLeft(128);

  private final Dice dice;
  private final BigInteger[] sequenceNumbers = new BigInteger[SHARDS];

  public KinesisStream(Dice dice) {
    this.dice = dice;
    // Real ones have 56 digits too; all that anybody may rely on is that they grow in the shard.
    BigInteger first = new BigInteger("4966").multiply(BigInteger.TEN.pow(52));
    for (int shard = 0; shard < SHARDS; shard++) {
      sequenceNumbers[shard] = first.add(BigInteger.TEN.pow(48).multiply(number(shard)));
    }
  }

  /** The records as GetRecords would give them, in order of arrival. */
  public List<ObjectNode> take(List<Delivery> deliveries) {
    List<Delivery> sorted = new ArrayList<>(deliveries);
    sorted.sort(Comparator.comparingLong(Delivery::arrival));
    List<ObjectNode> records = new ArrayList<>();
    for (Delivery delivery : sorted) {
      int shard = shardOf(delivery.partitionKey());
      sequenceNumbers[shard] = sequenceNumbers[shard].add(number((long) dice.between(1, 1e6)));
      ObjectNode record = Json.object();
      record.put("ShardId", String.format(Locale.ROOT, "shardId-%012d", shard));
      record.put("SequenceNumber", sequenceNumbers[shard].toString());
      record.put("PartitionKey", delivery.partitionKey());
      record.put("ApproximateArrivalTimestamp", Json.time(delivery.arrival()));
      record.put("Data", delivery.data());
      records.add(record);
    }
    return records;
  }

  /** The number of the shard that a record with this key goes to. */
  public static int shardOf(String partitionKey) {
    byte[] hash = Hash.digest("MD5", partitionKey.getBytes(StandardCharsets.UTF_8));
    return new BigInteger(1, hash).multiply(number(SHARDS)).divide(RANGE).intValueExact();
  }

  private static BigInteger number(long value) {
    return BigInteger.valueOf(value);
  }
}
