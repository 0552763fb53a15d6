package dev.stormwatch.bench;

import dev.stormwatch.bench.contender.Contender;
import dev.stormwatch.bench.contender.Reading;
import dev.stormwatch.bench.corpus.Corpus;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.IOException;

/** Reads like a peer, but loses one record in thirty. */
final class Forgetful implements Contender {

  private final Contender peer = Contender.all(Corpus.REGION).get(2);
  private int count;

  @Override
  public String name() {
    return "forgetful";
  }

  @Override
  public boolean read(KinesisRecord record, Reading reading) throws IOException {
    count++;
    return peer.read(record, reading) && count % 30 != 0;
  }
}
