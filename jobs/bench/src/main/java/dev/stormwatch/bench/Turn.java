package dev.stormwatch.bench;

import dev.stormwatch.bench.contender.Contender;
import dev.stormwatch.bench.contender.Gunzip;
import dev.stormwatch.bench.contender.Tally;
import dev.stormwatch.bench.corpus.Corpus;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.IOException;

/** What has its turn in every round: a contender, or the yardstick. */
interface Turn {

  String name();

  /** Reads the corpus so many times, and makes sure that the answer is right. */
  void take(long passes) throws IOException, DifferentAnswersException;

  /** As {@link Contender#fallbackLines}. */
  long fallbackLines();

  /** The yardstick's turn. */
  record Yardstick(Gunzip gunzip, Corpus corpus) implements Turn {

    @Override
    public String name() {
      return "gunzip only";
    }

    @Override
    public void take(long passes) {
      long bytes = 0;
      for (long pass = 0; pass < passes; pass++) {
        for (KinesisRecord record : corpus.records()) {
          bytes += gunzip.read(record);
        }
      }
      if (bytes != passes * corpus.rawBytes()) {
        throw new IllegalStateException("the yardstick lost bytes");
      }
    }

    @Override
    public long fallbackLines() {
      return -1;
    }
  }

  /**
   * A contender's turn.
   *
   * @param expected the answer that one pass must give
   */
  record Reader(Contender contender, Corpus corpus, Tally expected) implements Turn {

    @Override
    public String name() {
      return contender.name();
    }

    @Override
    public void take(long passes) throws IOException, DifferentAnswersException {
      Tally answer = Answers.read(contender, corpus, passes);
      Answers.check(corpus, "the agreed answer", expected.times(passes), name(), answer);
    }

    @Override
    public long fallbackLines() {
      return contender.fallbackLines();
    }
  }
}
