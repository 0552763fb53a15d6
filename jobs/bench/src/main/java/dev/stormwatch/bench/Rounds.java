package dev.stormwatch.bench;

import dev.stormwatch.bench.Result.Cost;
import dev.stormwatch.bench.contender.Contender;
import dev.stormwatch.bench.contender.Gunzip;
import dev.stormwatch.bench.contender.Tally;
import dev.stormwatch.bench.corpus.Corpus;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures: in every round each contender has its turn, so that what slows the machine for a while
 * slows all of them, and a contender's time is compared with the yardstick's of the same round. The
 * answer of every pass is checked, not only of the first.
 */
final class Rounds {

  private final Protocol protocol;
  private final List<Contender> contenders;
  private final Gunzip yardstick = new Gunzip();
  private final ProcessorClock clock = new ProcessorClock();

  Rounds(Protocol protocol, List<Contender> contenders) {
    this.protocol = protocol;
    this.contenders = contenders;
  }

  /** Has everything seen a corpus before any corpus is measured: none is the one seen first. */
  void meet(Corpus corpus) throws IOException, DifferentAnswersException {
    for (Turn turn : turns(corpus, Answers.agreed(contenders, corpus))) {
      turn.take(1);
    }
  }

  Result measure(Corpus corpus) throws IOException, DifferentAnswersException {
    Tally expected = Answers.agreed(contenders, corpus);
    List<Turn> turns = turns(corpus, expected);
    long[] passes = new long[turns.size()];
    for (int round = 0; round < protocol.warmUps(); round++) {
      for (int i = 0; i < passes.length; i++) {
        passes[i] = enough(turns.get(i));
      }
    }
    double[][] nanos = new double[turns.size()][protocol.rounds()];
    for (int round = 0; round < protocol.rounds(); round++) {
      for (int i = 0; i < passes.length; i++) {
        long took = time(turns.get(i), passes[i]);
        nanos[i][round] = (double) took / passes[i] / corpus.records().size();
      }
    }
    List<Cost> costs = new ArrayList<>();
    for (int i = 0; i < passes.length; i++) {
      costs.add(cost(turns.get(i), corpus, nanos[0], nanos[i]));
    }
    return new Result(corpus, expected.digest(), expected.functions(), costs);
  }

  private List<Turn> turns(Corpus corpus, Tally expected) {
    List<Turn> turns = new ArrayList<>();
    turns.add(new Turn.Yardstick(yardstick, corpus));
    for (Contender contender : contenders) {
      turns.add(new Turn.Reader(contender, corpus, expected));
    }
    return turns;
  }

  private static Cost cost(Turn turn, Corpus corpus, double[] yardstickNanos, double[] nanos)
      throws IOException, DifferentAnswersException {
    long before = turn.fallbackLines();
    long once = allocated(turn, 1);
    double fallback = (double) (turn.fallbackLines() - before) / corpus.events();
    // What checking the answer allocates is in both, and is none of the contender's.
    long allocated = allocated(turn, 2) - once;
    return new Cost(
        turn.name(),
        Spread.of(ratios(yardstickNanos, nanos)),
        Spread.of(nanos).median(),
        (double) allocated / corpus.records().size(),
        before < 0 ? Double.NaN : fallback);
  }

  /** How many passes a turn needs to last long enough. */
  private long enough(Turn turn) throws IOException, DifferentAnswersException {
    long passes = 1;
    long took = time(turn, passes);
    while (took < protocol.passNanos() / 2) {
      passes *= 2;
      took = time(turn, passes);
    }
    return Math.max(1, (long) Math.ceil((double) protocol.passNanos() * passes / took));
  }

  private long time(Turn turn, long passes) throws IOException, DifferentAnswersException {
    long before = clock.nanos();
    turn.take(passes);
    return Math.max(1, clock.nanos() - before);
  }

  private static long allocated(Turn turn, int passes)
      throws IOException, DifferentAnswersException {
    if (ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads) {
      long before = threads.getCurrentThreadAllocatedBytes();
      turn.take(passes);
      return threads.getCurrentThreadAllocatedBytes() - before;
    }
    return 0;
  }

  private static double[] ratios(double[] yardstick, double[] contender) {
    double[] ratios = new double[contender.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = yardstick[i] / contender[i];
    }
    return ratios;
  }
}
