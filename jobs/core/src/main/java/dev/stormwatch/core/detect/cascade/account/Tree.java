package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.model.TracePart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The calls of one trace: what one event from outside has caused. */
public final class Tree {

  /** One that was silent for so long has stopped by itself. */
  public static final long QUIET_MILLIS = 60_000;

  /** Functions told apart. A path of more is no path that anybody reads. */
  static final int BRANCHES = 12;

  /** Smaller trees teach nothing. */
  private static final long LARGE = 50;

  private static final Comparator<Branch> IN_ORDER =
      Comparator.comparingLong((Branch branch) -> branch.first)
          .thenComparingLong(branch -> branch.calls)
          .thenComparing(branch -> branch.function);

  /** Where calls count how far they are from the event, that order is no matter of clocks. */
  private static final Comparator<Branch> BY_DEPTH =
      Comparator.comparingInt(Branch::shallowest).thenComparing(IN_ORDER);

  public final TraceId id;

  /** Calls at most, those before it was kept included: by this the lightest are dropped. */
  long guess;

  public long calls;

  /** End of the latest slot with a call of it, epoch milliseconds. */
  public long heardAt;

  /** Calls when it last taught what is usual of its root. */
  public long taught;

  public final List<Branch> branches = new ArrayList<>();

  public Tree(TraceId id) {
    this.id = id;
  }

  /**
   * Is it over, as far as nothing of it is heard any more?
   *
   * @param end second up to which is known
   */
  public boolean isQuiet(long end) {
    return end * 1000 - heardAt >= QUIET_MILLIS;
  }

  public boolean large() {
    return calls >= LARGE;
  }

  void take(TracePart part, long end) {
    Branch branch = branch(part.function);
    if (branch == null) {
      if (branches.size() == BRANCHES) {
        calls += part.calls();
        return;
      }
      branch = new Branch(part.function);
      branches.add(branch);
    }
    branch.take(part, end);
    calls += part.calls();
    boolean told = branches.stream().allMatch(each -> each.shallowest() >= 0);
    branches.sort(told ? BY_DEPTH : IN_ORDER);
  }

  /** Its calls of one function. */
  public long calls(String function) {
    Branch branch = branch(function);
    return branch == null ? 0 : branch.calls;
  }

  /** Those of them that started in the seconds from one to another, exclusive. */
  public long count(String function, long from, long to) {
    Branch branch = branch(function);
    if (branch == null || branch.calls > 1) {
      return branch == null ? 0 : branch.count(from, to);
    }
    return branch.first >= from && branch.first < to ? branch.calls : 0;
  }

  private @Nullable Branch branch(String function) {
    for (Branch branch : branches) {
      if (branch.function.equals(function)) {
        return branch;
      }
    }
    return null;
  }

  /** Most calls told to lie between the event and one of its calls; -1 where none was told. */
  public int deepest() {
    return branches.stream().mapToInt(branch -> branch.deepest).max().orElse(-1);
  }

  /** Its functions, from the one whose call is nearest to the event on. */
  public List<String> functions() {
    return branches.stream().map(branch -> branch.function).collect(Collectors.toList());
  }

  /** The largest of some, the first where several are. */
  public static Tree largest(List<Tree> trees) {
    Tree largest = trees.get(0);
    for (Tree tree : trees) {
      largest = tree.calls > largest.calls ? tree : largest;
    }
    return largest;
  }

  /** The function whose call is nearest to the event, else the first that is known. */
  /** The calls of the function that it calls most. */
  public Branch widest() {
    Branch widest = branches.get(0);
    for (Branch branch : branches) {
      widest = branch.calls > widest.calls ? branch : widest;
    }
    return widest;
  }

  public String root() {
    return branches.get(0).function;
  }

  public long since() {
    return branches.get(0).first;
  }
}
