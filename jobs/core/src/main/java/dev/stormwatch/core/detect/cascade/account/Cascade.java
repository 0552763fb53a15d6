package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.model.FunctionFlow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A cascade that is under way. */
public final class Cascade {

  /** How it came to light. */
  public enum Shape {
    /** Each generation is many times the one before. */
    FAN_OUT,
    /** The same, which may be over in a moment: nobody is told yet. */
    YOUNG_FAN_OUT,
    /** Calls that call themselves, of which there are no fewer with time. */
    LOOP,
    /** Calls that call themselves more than once. */
    EXPLOSION,
    /** Several chains of calls: a loop, or clients that call back to back. */
    CHAINS,
    /** The same, for longer than clients mostly do. */
    LASTING_CHAINS,
    /** Each event becomes many times what any became before. */
    WIDER,
    /** The same, and it leaves nobody any concurrency, or goes on for minutes. */
    FILLING,
    /** Calls that call themselves until Lambda stops each chain. */
    CUT_CHAINS,
    /** One chain of calls, so long that it seems to have no end. */
    LONE_CHAIN
  }

  /** Fewer calls a second cost cents an hour, and are a ticket. */
  public static final double SLOWEST = 1;

  /** The last minute must have at least so much of the busiest one: a loop does not recede. */
  public static final double UNDIMINISHED = 0.7;

  /** No call of a cycle causes so many of the next function's that it is this much seldomer. */
  private static final double BEGINNING = 20;

  /** Of the busiest minute, as much as there is of it while events come as they please. */
  private static final double STEADY = 0.5;

  private Shape shape;

  /** From the root on, each by when its burst began. */
  public final List<String> path;

  /** First second of the root's call or of its burst. */
  public final long since;

  /** Calls of its root beyond what is usual, for the events behind it; at least 1. */
  public long roots;

  /** A trace that shows it; {@link TraceId#NONE} where none is known. */
  public TraceId trace;

  /** Calls of each function of the path that are its doing, so far, and what they took. */
  public final long[] calls;

  public double gigabyteSeconds;

  /** The same of one of the same root that was over, and went on before anybody was told so. */
  public long earlierCalls;

  public double earlierGigabyteSeconds;

  /** First second of that one; {@link #since} where there was none. */
  public long first;

  /** Most calls in a minute so far. */
  public long peak;

  /** Second at which it came to light; 0 for before that. */
  public long knownAt;

  /** Concurrent executions of the account as others' missing calls told; 0 for as declared. */
  public long quota;

  /** When it first left others none, epoch milliseconds; {@link Member#NONE} for not yet. */
  public long fullAt = Member.NONE;

  public Cascade(Suspect suspect) {
    this(suspect.shape, suspect.path, suspect.since, suspect.roots, suspect.trace);
  }

  public Cascade(Shape shape, List<String> path, long since, long roots, TraceId trace) {
    this.shape = shape;
    this.path = List.copyOf(path);
    this.since = since;
    this.roots = roots;
    this.trace = trace;
    this.calls = new long[path.size()];
    this.first = since;
  }

  public Shape shape() {
    return shape;
  }

  /** Is it one event that becomes many calls, and not calls that call themselves? */
  public boolean fansOut() {
    return shape == Shape.FAN_OUT || isYoung() || isWider();
  }

  /** Does it say what a suspect of some shape would say anew? */
  public boolean says(Shape suspected) {
    return suspected == shape || suspected == Shape.WIDER && isWider();
  }

  /** May it be over before anybody could act? */
  public boolean isYoung() {
    return shape == Shape.YOUNG_FAN_OUT;
  }

  public void grows() {
    shape = Shape.FAN_OUT;
  }

  /** Is every event of its root part of it? */
  public boolean isWider() {
    return shape == Shape.WIDER || shape == Shape.FILLING;
  }

  /** Is it bounded, or slow, and no news where something is neither? */
  public boolean yields() {
    return isYoung() || isWider() || shape == Shape.CUT_CHAINS || shape == Shape.LONE_CHAIN;
  }

  public void fills() {
    shape = Shape.FILLING;
  }

  public void lasts() {
    shape = Shape.LASTING_CHAINS;
  }

  /** Could it as well be clients that call back to back? No trace says that it is not. */
  public boolean isAmbiguous() {
    return (shape == Shape.CHAINS || shape == Shape.LASTING_CHAINS) && !trace.known();
  }

  /**
   * Takes in how many calls its latest minute had.
   *
   * @param hold seconds after which events that become more than ever are no single ones
   * @param lastsAt second at which chains that are no fewer than ever are taken for a loop
   * @param clocked whether of late a clock seemed to start them
   */
  public void takeMinute(long minute, long end, long hold, long lastsAt, boolean clocked) {
    peak = Math.max(peak, minute);
    knownAt = knownAt == 0 ? end : knownAt;
    boolean undiminished = minute >= UNDIMINISHED * peak && minute >= SLOWEST * 60;
    if (shape == Shape.CHAINS && end >= lastsAt && undiminished && !clocked) {
      shape = Shape.LASTING_CHAINS;
    }
    if (shape == Shape.WIDER && end - knownAt >= hold && minute >= STEADY * peak) {
      shape = Shape.FILLING;
    }
  }

  /**
   * Takes in what it leaves to others: who was refused once was refused, and a limit is one still
   * when others call for less.
   *
   * @param fullSince epoch milliseconds; {@link Member#NONE} while there is room
   */
  public void takeRoom(long found, long fullSince) {
    quota = found;
    fullAt = fullAt == Member.NONE ? fullSince : fullAt;
  }

  public String root() {
    return path.get(0);
  }

  /**
   * Those of its functions that come back, in the order of the path: all but those that are called
   * so seldom beside the others that they only began it.
   */
  public List<String> cycle() {
    double most = Arrays.stream(calls).max().orElse(0);
    List<String> cycle = new ArrayList<>(path);
    cycle.removeIf(name -> BEGINNING * calls(name) < most);
    return cycle.isEmpty() ? path : cycle;
  }

  /** Adds what one of its functions did in a slot until a second, but what it does anyway. */
  public void take(String name, FunctionFlow flow, Member member, long end, long seconds) {
    // Of what is called seldom no slot has a whole call that is usual, but some of them do.
    long usual = usual(member, end) - usual(member, end - seconds);
    long all = flow.starts.total();
    long started = takesAll(member, (double) all, (double) usual) ? all : all - usual;
    int at = path.indexOf(name);
    calls[at] = Math.max(0, calls[at] + started);
    long events = isWider() ? all : started;
    roots = name.equals(root()) ? Math.max(1, roots + events) : roots;
    // A call counts when it starts, as does what it will have taken.
    gigabyteSeconds = Math.max(0, gigabyteSeconds + started * member.cost.gigabyteSeconds());
  }

  /**
   * Are all of a function's calls its doing, though there are fewer than usual? Batches are fuller
   * then, and what comes in anyway is read with the rest.
   */
  public boolean takesAll(Member member, double calls, double usual) {
    return !fansOut() && calls < usual && member.readings.isBusy();
  }

  /** Whole calls that are usual of a function from the first second of it until another. */
  private long usual(Member member, long second) {
    return (long) (member.ordinary() * Math.max(0, second - since));
  }

  /** Adds what one of its functions did before it came to light. */
  public void began(String name, long earlier, Member member) {
    calls[path.indexOf(name)] += earlier;
    gigabyteSeconds += earlier * member.cost.gigabyteSeconds();
  }

  /** Goes on with one of the same root that was taken to be over. */
  public void goesOn(Cascade over) {
    earlierCalls = over.earlierCalls + over.calls();
    roots += over.roots;
    earlierGigabyteSeconds = over.earlierGigabyteSeconds + over.gigabyteSeconds;
    first = over.first;
    peak = Math.max(peak, over.peak);
  }

  /** Calls of one of its functions that are its doing, as far as they are told. */
  public long calls(String name) {
    int at = path.indexOf(name);
    return at < 0 ? 0 : calls[at];
  }

  /** The same of all of them. */
  public long calls() {
    return Arrays.stream(calls).sum();
  }

  public long earlierCalls() {
    return earlierCalls;
  }

  /** What its calls took, without those {@link #earlierCalls}. */
  public double gigabyteSeconds() {
    return gigabyteSeconds;
  }

  public double earlierGigabyteSeconds() {
    return earlierGigabyteSeconds;
  }

  /** First second of which its figures are. */
  public long first() {
    return first;
  }
}
