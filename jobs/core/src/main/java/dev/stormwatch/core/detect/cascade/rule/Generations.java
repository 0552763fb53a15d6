package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.Branch;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import java.util.Arrays;

/**
 * Do generations of one function in one trace multiply as those of a loop do, and not as those of a
 * walk that ends?
 *
 * <p>Each call of a loop is like the last, so a generation is m times the one before, whichever it
 * is. A bounded walk, of pages or folders or parts of parts, has some few levels, and each widens
 * less than the one above:
 *
 * <pre>
 *   n_k / n_(k-1) = m        loop: 1, 10, 100, 1000, and the next is more than that again
 *   n_k / n_(k-1) falls      walk: 1, 22, 340, 2600, and no more
 * </pre>
 *
 * <p>So four generations in a row must be at least twice the one before, and no ratio of complete
 * ones may fall; or the third that is twice the one before lies deeper than any walk goes. A
 * generation that the next outnumbers is complete.
 *
 * <p>Where calls tell no depth, panes of time stand for generations, and as many calls again must
 * follow the third return. At a limit of concurrency a loop's ratio falls as a walk's does, so that
 * does only where calls go on undiminished for long.
 *
 * <p>What it mistakes for a loop: a pyramid of tiles, four of each through five levels; a walk
 * without depth that takes minutes at a limit, or, one time in ten, of ten parts at each of three
 * levels.
 */
public final class Generations {

  /** How often in a row calls of a function must be twice as many: its third return. */
  private static final int RETURNS = 3;

  /** A walk of three levels has had its last. */
  private static final int CERTAIN_RETURNS = 4;

  /** Work that ends has no level below. */
  private static final int DEEPEST_WALK = 6;

  /** The last of them must be so many calls that chance does not double it. */
  private static final long CERTAIN = 16;

  /** Where a line in ten is lost, twice as many are still so many times as many. */
  private static final double MORE = 1.5;

  /** A ratio that is less than this much of the one before has fallen. */
  private static final double KEPT = 0.8;

  /** Standard deviations by which chance may have widened a generation. */
  private static final double CHANCE = 2;

  /** Calls in a later pane, over those in as long when it doubled last. */
  private static final double UNDIMINISHED = 0.5;

  /** Length of such panes, and how late log lines arrive. */
  private static final int LATER_SECONDS = 20;

  /**
   * Lengths of a generation that are tried, seconds: so close that one does not divide those of all
   * turns, where calls fall now into one pane, now into the next.
   */
  private static final int[] WIDTHS = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32};

  private static final int[] NONE = {};

  private Generations() {}

  /** By the depth that calls tell. */
  static boolean multiplyByDepth(Branch branch) {
    long[] byDepth = branch.byDepth();
    long[] run = new long[byDepth.length];
    int length = 0;
    for (int depth = 0; depth < byDepth.length; depth++) {
      long calls = byDepth[depth];
      if (calls > 0) {
        if (length > 0 && calls < 2 * run[length - 1]) {
          if (isLoop(run, length, CERTAIN_RETURNS, calls >= run[length - 1])) {
            return true;
          }
          length = 0;
        }
        run[length++] = calls;
        if (length > RETURNS && depth > DEEPEST_WALK && calls >= CERTAIN) {
          return true;
        }
      }
    }
    return isLoop(run, length, CERTAIN_RETURNS, false);
  }

  /** Generations each at least twice the one before: are they enough, and does no ratio fall? */
  private static boolean isLoop(long[] run, int length, int returns, boolean complete) {
    if (length <= returns || run[length - 1] < CERTAIN) {
      return false;
    }
    for (int i = 2; i < (complete ? length : length - 1); i++) {
      if (falls((double) run[i - 2], (double) run[i - 1], (double) run[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * By the depth that calls tell: is each generation from the shallowest to the widest more than
   * the one before, and the later half of them by no lesser ratio than the earlier?
   *
   * @param returns to the function, at least
   */
  static boolean multiply(Branch branch, int returns) {
    long[] byDepth = branch.byDepth();
    int first = branch.shallowest();
    int last = first;
    for (int depth = first + 1; depth < byDepth.length; depth++) {
      last = byDepth[depth] > byDepth[last] ? depth : last;
    }
    if (last - first < returns) {
      return false;
    }
    for (int depth = first + 1; depth < last; depth++) {
      if (byDepth[depth] < MORE * byDepth[depth - 1]) {
        return false;
      }
    }
    int middle = (first + last) / 2;
    return ratio(byDepth, middle, last - 1) >= KEPT * ratio(byDepth, first, middle);
  }

  /** Geometric mean of the ratios of generations from one to another. */
  private static double ratio(long[] byDepth, int from, int to) {
    return StrictMath.pow(byDepth[to] / (double) byDepth[from], 1.0 / (to - from));
  }

  private static boolean falls(double first, double second, double third) {
    double widened = second - CHANCE * StrictMath.sqrt(second);
    return third * first < KEPT * second * widened;
  }

  /**
   * By equal panes from its first call on, unless depth tells that they are few levels, and as many
   * calls again after them.
   */
  static boolean multiplyByTime(Branch branch, long end) {
    for (int width : isShown(branch, end) ? WIDTHS : NONE) {
      long[] run = doublings(branch, width, end);
      if (isLoop(run, run.length, RETURNS, true) && goesOn(branch, width, end)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The same whether ratios fall or not, and for long as many.
   *
   * @param longSeconds after which calls that are no fewer are no walk
   */
  static boolean goOn(Branch branch, long end, long longSeconds) {
    if (end - branch.first < longSeconds) {
      return false;
    }
    for (int width : isShown(branch, end) ? WIDTHS : NONE) {
      if (doublings(branch, width, end).length > RETURNS && isUndiminished(branch, width, end)) {
        return true;
      }
    }
    return false;
  }

  /** Are all its calls kept by the second, and do they not tell that their levels are few? */
  private static boolean isShown(Branch branch, long end) {
    boolean shallow = branch.deepest >= 0 && branch.deepest <= DEEPEST_WALK;
    return !shallow && end - branch.first <= StartRing.SECONDS;
  }

  /** Its first panes, as long as each is twice the one before; at most those that are enough. */
  private static long[] doublings(Branch branch, int width, long end) {
    long[] run = new long[RETURNS + 1];
    int length = 0;
    while (length < run.length) {
      long from = branch.first + (long) length * width;
      long calls = branch.count(from, from + width);
      if (calls < 1 || length > 0 && calls < 2 * run[length - 1] || from + width >= end) {
        break;
      }
      run[length++] = calls;
    }
    return Arrays.copyOf(run, length);
  }

  /** Are there as many calls again after them? */
  private static boolean goesOn(Branch branch, int width, long end) {
    long since = branch.count(branch.first + (RETURNS + 1L) * width, end);
    return since >= branch.calls - since;
  }

  private static boolean isUndiminished(Branch branch, int width, long end) {
    long last = branch.first + (long) RETURNS * width;
    long calls = branch.count(last, last + width);
    if (calls < CERTAIN) {
      return false;
    }
    double enough = UNDIMINISHED * calls * LATER_SECONDS / width;
    for (long to = end - LATER_SECONDS; to - LATER_SECONDS >= last + width; to -= LATER_SECONDS) {
      if (branch.count(to - LATER_SECONDS, to) < enough) {
        return false;
      }
    }
    return true;
  }
}
