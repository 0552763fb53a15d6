package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.model.FunctionFlow;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A cascade that is under way. */
final class Cascade {

  /** How it came to light. */
  enum Shape {
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

  /** No call of a cycle causes so many of the next function's that it is this much seldomer. */
  private static final double BEGINNING = 20;

  /** Of the busiest minute, as much as there is of it while events come as they please. */
  private static final double STEADY = 0.5;

  private Shape shape;

  /** From the root on, each by when its burst began. */
  final List<String> path;

  /** First second of the root's call or of its burst. */
  final long since;

  /** Calls of its root beyond what is usual, for the events behind it; at least 1. */
  long roots;

  /** A trace that shows it; {@link TraceId#NONE} where none is known. */
  TraceId trace;

  /** Calls of each function of the path that are its doing, so far, and what they took. */
  private final long[] calls;

  private double gigabyteSeconds;

  /** The same of one of the same root that was over, and went on before anybody was told so. */
  private long earlierCalls;

  private double earlierGigabyteSeconds;

  /** First second of that one; {@link #since} where there was none. */
  private long first;

  /** Most calls in a minute so far. */
  long peak;

  /** Second at which it came to light; 0 for before that. */
  long knownAt;

  Cascade(Suspect suspect) {
    this(suspect.shape, suspect.path, suspect.since, suspect.roots, suspect.trace);
  }

  private Cascade(Shape shape, List<String> path, long since, long roots, TraceId trace) {
    this.shape = shape;
    this.path = List.copyOf(path);
    this.since = since;
    this.roots = roots;
    this.trace = trace;
    this.calls = new long[path.size()];
    this.first = since;
  }

  Shape shape() {
    return shape;
  }

  /** Is it one event that becomes many calls, and not calls that call themselves? */
  boolean fansOut() {
    return shape == Shape.FAN_OUT || isYoung() || isWider();
  }

  /** Does it say what a suspect of some shape would say anew? */
  boolean says(Shape suspected) {
    return suspected == shape || suspected == Shape.WIDER && isWider();
  }

  /** May it be over before anybody could act? */
  boolean isYoung() {
    return shape == Shape.YOUNG_FAN_OUT;
  }

  void grows() {
    shape = Shape.FAN_OUT;
  }

  /** Is every event of its root part of it? */
  boolean isWider() {
    return shape == Shape.WIDER || shape == Shape.FILLING;
  }

  /** Is it bounded, or slow, and no news where something is neither? */
  boolean yields() {
    return isYoung() || isWider() || shape == Shape.CUT_CHAINS || shape == Shape.LONE_CHAIN;
  }

  void fills() {
    shape = Shape.FILLING;
  }

  void lasts() {
    shape = Shape.LASTING_CHAINS;
  }

  /** Could it as well be clients that call back to back? No trace says that it is not. */
  boolean isAmbiguous() {
    return (shape == Shape.CHAINS || shape == Shape.LASTING_CHAINS) && !trace.known();
  }

  /**
   * Takes in how many calls its latest minute had.
   *
   * @param hold seconds after which events that become more than ever are no single ones
   * @param lastsAt second at which chains that are no fewer than ever are taken for a loop
   * @param clocked whether of late a clock seemed to start them
   */
  void takeMinute(long minute, long end, long hold, long lastsAt, boolean clocked) {
    peak = Math.max(peak, minute);
    knownAt = knownAt == 0 ? end : knownAt;
    boolean undiminished =
        minute >= LoopRule.UNDIMINISHED * peak && minute >= LoopRule.SLOWEST * 60;
    if (shape == Shape.CHAINS && end >= lastsAt && undiminished && !clocked) {
      shape = Shape.LASTING_CHAINS;
    }
    if (shape == Shape.WIDER && end - knownAt >= hold && minute >= STEADY * peak) {
      shape = Shape.FILLING;
    }
  }

  String root() {
    return path.get(0);
  }

  /**
   * Those of its functions that come back, in the order of the path: all but those that are called
   * so seldom beside the others that they only began it.
   */
  List<String> cycle() {
    double most = Arrays.stream(calls).max().orElse(0);
    List<String> cycle = new ArrayList<>(path);
    cycle.removeIf(name -> BEGINNING * calls(name) < most);
    return cycle.isEmpty() ? path : cycle;
  }

  /** Adds what one of its functions did in a slot until a second, but what it does anyway. */
  void take(String name, FunctionFlow flow, Member member, long end, long seconds) {
    // Of what is called seldom no slot has a whole call that is usual, but some of them do.
    long usual = usual(member, end) - usual(member, end - seconds);
    long started = flow.starts.total() - usual;
    int at = path.indexOf(name);
    calls[at] = Math.max(0, calls[at] + started);
    long events = isWider() ? flow.starts.total() : started;
    roots = name.equals(root()) ? Math.max(1, roots + events) : roots;
    // A call counts when it starts, as does what it will have taken.
    gigabyteSeconds = Math.max(0, gigabyteSeconds + started * member.cost.gigabyteSeconds());
  }

  /** Whole calls that are usual of a function from the first second of it until another. */
  private long usual(Member member, long second) {
    return (long) (member.ordinary() * Math.max(0, second - since));
  }

  /** Adds what one of its functions did before it came to light. */
  void began(String name, long earlier, Member member) {
    calls[path.indexOf(name)] += earlier;
    gigabyteSeconds += earlier * member.cost.gigabyteSeconds();
  }

  /** Goes on with one of the same root that was taken to be over. */
  void goesOn(Cascade over) {
    earlierCalls = over.earlierCalls + over.calls();
    roots += over.roots;
    earlierGigabyteSeconds = over.earlierGigabyteSeconds + over.gigabyteSeconds;
    first = over.first;
    peak = Math.max(peak, over.peak);
  }

  /** Calls of one of its functions that are its doing, as far as they are told. */
  long calls(String name) {
    int at = path.indexOf(name);
    return at < 0 ? 0 : calls[at];
  }

  /** The same of all of them. */
  long calls() {
    return Arrays.stream(calls).sum();
  }

  long earlierCalls() {
    return earlierCalls;
  }

  /** What its calls took, without those {@link #earlierCalls}. */
  double gigabyteSeconds() {
    return gigabyteSeconds;
  }

  double earlierGigabyteSeconds() {
    return earlierGigabyteSeconds;
  }

  /** First second of which its figures are. */
  long first() {
    return first;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeString(out, shape.name());
    Wire.writeInt(out, path.size());
    for (String name : path) {
      Wire.writeString(out, name);
    }
    out.writeLong(since);
    Wire.writeLong(out, roots);
    trace.write(out);
    for (long each : calls) {
      Wire.writeLong(out, each);
    }
    out.writeDouble(gigabyteSeconds);
    Wire.writeLong(out, peak);
    Wire.writeLong(out, knownAt);
    Wire.writeLong(out, earlierCalls);
    out.writeDouble(earlierGigabyteSeconds);
    Wire.writeLong(out, since - first);
  }

  /**
   * @param version of the account's state
   */
  static Cascade read(int version, DataInput in) throws IOException {
    Shape shape = Wire.readEnum(Shape.class, in);
    List<String> path = names(in);
    Cascade cascade = new Cascade(shape, path, in.readLong(), Wire.readLong(in), TraceId.read(in));
    if (version < 8) {
      cascade.readSums(in);
    } else {
      for (int i = 0; i < cascade.calls.length; i++) {
        cascade.calls[i] = Wire.readLong(in);
      }
      cascade.gigabyteSeconds = in.readDouble();
      cascade.peak = Wire.readLong(in);
    }
    cascade.knownAt = version >= 7 ? Wire.readLong(in) : 0;
    if (version >= 8) {
      cascade.earlierCalls = Wire.readLong(in);
      cascade.earlierGigabyteSeconds = in.readDouble();
      cascade.first = cascade.since - Wire.readLong(in);
    }
    return cascade;
  }

  /** Reads the one that version 1 of an account's state held; its path is empty for none. */
  static Cascade readFirstForm(DataInput in) throws IOException {
    Wire.readString(in);
    List<String> path = names(in);
    Shape shape = Wire.readEnum(Shape.class, in);
    Cascade cascade = new Cascade(shape, path, in.readLong(), Wire.readLong(in), TraceId.NONE);
    cascade.readSums(in);
    return cascade;
  }

  /** Before version 8 calls were not counted by function: the last one makes most of them. */
  private void readSums(DataInput in) throws IOException {
    long sum = Wire.readLong(in);
    if (calls.length > 0) {
      calls[calls.length - 1] = sum;
    }
    gigabyteSeconds = in.readDouble();
    peak = Wire.readLong(in);
  }

  private static List<String> names(DataInput in) throws IOException {
    List<String> names = new ArrayList<>();
    for (int left = Wire.readLength(in); left > 0; left--) {
      names.add(Wire.readString(in));
    }
    return names;
  }
}
