package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.RootCall;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.detect.cascade.account.Trail;
import dev.stormwatch.core.settings.CascadeSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Generations of different functions, each many times the one before: see {@link
 * dev.stormwatch.core.detect.cascade.CascadeDetector}. The first of them may be a burst, or a
 * {@link Spike} of a function that is busy anyway, and then what follows within the same second is
 * known by becoming more than such calls become.
 *
 * <p>Quick functions are through three generations within a second, of which no order is told, and
 * one event that calls both looks the same. So many calls of one event, which never had any like
 * it, are news all the same, but a ticket: by when it is known most of it is over. It is a page
 * where they leave nobody any concurrency.
 */
public final class FanOutRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What a call causes begins within so many seconds of it. */
  private static final long LATEST_CHILD_SECONDS = 60;

  /** A burst older than that is no news. */
  private static final long YOUNG_SECONDS = 300;

  /** Where no root is seen, the second generation must be so many times more than enough. */
  private static final double UNROOTED = 2;

  /** Generations of quick functions may all begin within so many seconds. */
  private static final long QUICK_SECONDS = 1;

  /** As many calls as its largest burst had that came and went, and half as many again. */
  private static final double ROUTINE = 1.5;

  /** What is over within so many seconds needs nobody, */
  private static final long BRIEF_SECONDS = 45;

  /** unless it is so many calls. */
  private static final long LARGE = 3_000;

  /** Its rate of some seconds ago, of which most is told, over its mean rate. */
  private static final double GOES_ON = 0.1;

  private static final long RECENT_SECONDS = 10;

  /** Starts beyond what may be usual of the first generation that those of the second follow. */
  private static final double SEVERAL = 3;

  private final CascadeSettings settings;

  FanOutRule(CascadeSettings settings) {
    this.settings = settings;
  }

  @Nullable Suspect find(AccountState state) {
    List<Map.Entry<String, Member>> bursts =
        state.bursts().entrySet().stream()
            .filter(e -> state.end - e.getValue().burst.since <= YOUNG_SECONDS)
            .sorted(
                Comparator.comparingLong((Map.Entry<String, Member> e) -> e.getValue().burst.since)
                    .thenComparingLong(e -> e.getValue().burst.calls)
                    .thenComparing(Map.Entry::getKey))
            .collect(Collectors.toList());
    Suspect found = null;
    for (Map.Entry<String, Member> second : bursts) {
      if (isMany(second, state)) {
        for (Generation first : before(second.getValue(), bursts, state)) {
          Suspect suspect = judge(state, first, second, bursts);
          if (suspect != null && suspect.shape == Shape.YOUNG_FAN_OUT) {
            return suspect;
          }
          found = found == null ? suspect : found;
        }
      }
    }
    return found;
  }

  /**
   * Is it more than a job that is over by itself within seconds, as maps of maps are? Until then
   * nobody could do anything about it.
   */
  public static boolean goesOn(Cascade cascade, AccountState state) {
    long age = state.end - cascade.since;
    long recent = state.count(cascade, state.end - 2 * RECENT_SECONDS, state.end - RECENT_SECONDS);
    return cascade.calls() >= LARGE
        || age >= BRIEF_SECONDS && recent * age >= GOES_ON * cascade.calls() * RECENT_SECONDS;
  }

  private boolean isMany(Map.Entry<String, Member> burst, AccountState state) {
    Member member = burst.getValue();
    return !settings.isMeant(burst.getKey())
        && member.burst.calls >= settings.fanOutCalls
        && member.burst.calls > settings.repeatRatio * state.largest(burst.getKey(), member);
  }

  /**
   * What a burst may be the children of: other bursts, and spikes of functions that are in none.
   */
  private List<Generation> before(
      Member child, List<Map.Entry<String, Member>> bursts, AccountState state) {
    List<Generation> before = new ArrayList<>();
    for (Map.Entry<String, Member> burst : bursts) {
      if (burst.getValue() != child && !isRoutine(burst, state)) {
        before.add(Generation.ofBurst(burst.getKey(), burst.getValue()));
      }
    }
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      Member member = entry.getValue();
      if (!member.bursting() && !state.explained(entry.getKey())) {
        Spike spike = Spike.before(child.burst.since, member, state.end, settings);
        if (spike != null
            && (state.returned(entry.getKey()) || !isRoutine(member, spike, state.end))) {
          before.add(Generation.ofSpike(entry.getKey(), member, spike));
        }
      }
    }
    return before;
  }

  /** Did as many come and go before? Nothing came of those. */
  private static boolean isRoutine(Map.Entry<String, Member> burst, AccountState state) {
    Member member = burst.getValue();
    return member.burst.calls <= ROUTINE * state.largest(burst.getKey(), member);
  }

  /** The same of a spike, by the half minutes that are kept. */
  private static boolean isRoutine(Member member, Spike spike, long end) {
    double usual = member.ordinary() * Trail.PANE_SECONDS;
    long last = Trail.floor(spike.since) - Trail.PANE_SECONDS;
    for (long pane = Trail.from(end); pane <= last; pane += Trail.PANE_SECONDS) {
      if (spike.calls <= ROUTINE * (member.trail.at(pane) - usual)) {
        return true;
      }
    }
    return false;
  }

  /** Calls of one function that may be what others come of. */
  private static final class Generation {

    final String name;
    final Member member;

    /** First second of them. */
    final long since;

    /** How many they are. */
    final double calls;

    /** Calls that may be usual from that second on. */
    final long quiet;

    Generation(String name, Member member, long since, double calls, long quiet) {
      this.name = name;
      this.member = member;
      this.since = since;
      this.calls = calls;
      this.quiet = quiet;
    }

    static Generation ofBurst(String name, Member member) {
      long quiet = member.quietCalls();
      return new Generation(name, member, member.burst.since, member.burst.calls, quiet);
    }

    static Generation ofSpike(String name, Member member, Spike spike) {
      return new Generation(name, member, spike.since, spike.calls, 0);
    }
  }

  private @Nullable Suspect judge(
      AccountState state,
      Generation parent,
      Map.Entry<String, Member> second,
      List<Map.Entry<String, Member>> bursts) {
    Member child = second.getValue();
    long delay = child.burst.since - parent.since;
    if (delay < 0
        || delay > LATEST_CHILD_SECONDS
        || child.burst.calls < settings.generationRatio * parent.calls) {
      return null;
    }
    boolean later = isLater(child, parent, state.end);
    List<String> names = List.of(parent.name, second.getKey());
    String root = RootCall.of(state, names, parent.since, (long) parent.calls, settings);
    boolean known = !root.isEmpty() || isWider(parent, child);
    boolean told = later || known && delay <= QUICK_SECONDS;
    boolean clear = later && !root.isEmpty();
    double enough = (clear ? 1 : UNROOTED) * settings.generationRatio * parent.calls;
    if (!told || child.burst.calls < enough) {
      return null;
    }
    List<String> path = new ArrayList<>();
    long since = parent.since;
    long roots = (long) parent.calls;
    Member cause = state.members.get(root);
    if (cause != null) {
      path.add(root);
      since = RootCall.first(cause, parent.since);
      roots = cause.count(since, state.end);
    }
    if (!parent.member.bursting()) {
      path.add(parent.name);
    }
    for (Map.Entry<String, Member> burst : bursts) {
      if (burst.getValue().burst.since >= parent.since
          && !path.contains(burst.getKey())
          && !isRoutine(burst, state)) {
        path.add(burst.getKey());
      }
    }
    return new Suspect(later ? Shape.YOUNG_FAN_OUT : Shape.WIDER, path, since, roots);
  }

  /** Does each call of a spike become many times what such calls do otherwise? */
  private boolean isWider(Generation parent, Member child) {
    double usual = child.ordinary() / parent.member.ordinary();
    return !parent.member.bursting()
        && child.burst.calls >= settings.generationRatio * usual * parent.calls;
  }

  /**
   * Do a burst's calls come to more than another's only after several of that have begun? A quick
   * parent's first children are called in the second of its own calls, but of one event that calls
   * both, and of stages whose last is told of first, the wider is ahead at once. Of a single start
   * the order is a matter of chance: the ones before it may be lost, come late, or be few enough to
   * be usual.
   */
  private static boolean isLater(Member child, Generation parent, long end) {
    long second = Math.max(parent.since, end - StartRing.SECONDS);
    double several = SEVERAL + parent.quiet;
    double before = 0;
    double after = 0;
    while (second < end && before < several) {
      before += parent.member.at(second) - parent.member.ordinary();
      after += child.at(second) - child.burst.usual;
      second++;
    }
    return after < before;
  }
}
