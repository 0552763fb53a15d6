package dev.stormwatch.bench.corpus;

import dev.stormwatch.bench.corpus.Fleet.Member;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Records of one mix, held in memory.
 *
 * @param sha256 of the documents before compression: the same on every machine, where the
 *     compressed bytes are the work of the zlib at hand
 */
public record Corpus(
    Mix mix,
    long seed,
    List<KinesisRecord> records,
    long rawBytes,
    long compressedBytes,
    long events,
    String sha256) {

  /** The region of the stream, hence of all functions. */
  public static final String REGION = "eu-central-1";

  /** A corpus that is read over and over has at least so many records. */
  public static final int FEWEST_RECORDS = 32;

  /** The records of a mix. Same mix, seed and number, same records. */
  public static Corpus of(Mix mix, long seed, int count) {
    try {
      return build(mix, seed, count);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing here leaves memory", e);
    }
  }

  private static Corpus build(Mix mix, long seed, int count) throws IOException {
    Fleet fleet = new Fleet(seed);
    Dice dice = new Dice(seed, "mix " + mix);
    MessageDigest digest = newDigest();
    List<KinesisRecord> records = new ArrayList<>(count);
    long rawBytes = 0;
    long compressedBytes = 0;
    long events = 0;
    for (int i = 0; i < count; i++) {
      Member function = fleet.draw(dice);
      String logStream = dice.pick(function.logStreams());
      List<Line> lines = new RecordMaker(mix, function, dice).lines();
      long newest = lines.get(lines.size() - 1).at();
      long ingested = newest + dice.between(60, 9_000);
      byte[] document = Subscription.document(function, logStream, lines, ingested, dice.bits());
      byte[] data = Subscription.gzip(document);
      long arrival = ingested + dice.between(300, 20_000);
      records.add(
          new KinesisRecord("shardId-000000000000", String.valueOf(i), logStream, arrival, data));
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(document.length).flip());
      digest.update(document);
      rawBytes += document.length;
      compressedBytes += data.length;
      events += lines.size();
    }
    String sha256 = HexFormat.of().formatHex(digest.digest());
    return new Corpus(mix, seed, List.copyOf(records), rawBytes, compressedBytes, events, sha256);
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
