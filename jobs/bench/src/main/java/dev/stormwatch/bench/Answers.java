package dev.stormwatch.bench;

import dev.stormwatch.bench.contender.Contender;
import dev.stormwatch.bench.contender.Reading;
import dev.stormwatch.bench.contender.Tally;
import dev.stormwatch.bench.corpus.Corpus;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.IOException;
import java.util.List;

/** Whether all contenders say the same. */
final class Answers {

  private static final int ROWS_SHOWN = 5;

  private Answers() {}

  static Tally read(Contender contender, Corpus corpus, long passes) throws IOException {
    Tally tally = new Tally();
    Reading reading = new Reading();
    for (long pass = 0; pass < passes; pass++) {
      for (KinesisRecord record : corpus.records()) {
        if (contender.read(record, reading)) {
          tally.add(reading);
        }
      }
    }
    return tally;
  }

  /** The answer that all give. */
  static Tally agreed(List<Contender> contenders, Corpus corpus)
      throws IOException, DifferentAnswersException {
    Contender first = contenders.get(0);
    Tally expected = read(first, corpus, 1);
    for (Contender other : contenders.subList(1, contenders.size())) {
      check(corpus, first.name(), expected, other.name(), read(other, corpus, 1));
    }
    return expected;
  }

  static void check(Corpus corpus, String name, Tally expected, String other, Tally actual)
      throws DifferentAnswersException {
    if (!expected.digest().equals(actual.digest())) {
      throw new DifferentAnswersException(
          "mix %s: %s and %s differ, first in%n  %s"
              .formatted(
                  corpus.mix(),
                  name,
                  other,
                  String.join("\n  ", expected.differences(actual, ROWS_SHOWN))));
    }
  }
}
