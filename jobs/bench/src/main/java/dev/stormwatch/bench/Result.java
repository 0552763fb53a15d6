package dev.stormwatch.bench;

import dev.stormwatch.bench.corpus.Corpus;
import java.util.List;

/** What one corpus cost each contender; the yardstick comes first. */
record Result(Corpus corpus, String digest, int functions, List<Cost> costs) {

  /**
   * One contender's cost.
   *
   * @param ratio to the yardstick of the same round: 0.5 is half as fast
   * @param nanosPerRecord processor time, the median of the rounds
   * @param allocatedPerRecord bytes
   * @param fallbackShare of the log events that a fast path left to a general reader; NaN where
   *     there is no such path
   */
  record Cost(
      String name,
      Spread ratio,
      double nanosPerRecord,
      double allocatedPerRecord,
      double fallbackShare) {

    double compressedMegabytesPerSecond(Corpus corpus) {
      return corpus.compressedBytes() * 1e3 / corpus.records().size() / nanosPerRecord;
    }

    double rawMegabytesPerSecond(Corpus corpus) {
      return corpus.rawBytes() * 1e3 / corpus.records().size() / nanosPerRecord;
    }
  }
}
