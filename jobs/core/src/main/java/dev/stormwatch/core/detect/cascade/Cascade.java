package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.model.FunctionFlow;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A cascade that is under way. */
final class Cascade {

  /** How it came to light. */
  enum Shape {
    /** Each generation is many times the one before. */
    FAN_OUT,
    /** Calls that call themselves, of which there are no fewer with time. */
    LOOP,
    /** Calls that call themselves more than once. */
    EXPLOSION,
    /** Several chains of calls: a loop, or clients that call back to back. */
    CHAINS,
    /** The same, for longer than clients mostly do. */
    LASTING_CHAINS
  }

  static final long EARLIER_SECONDS = 180;

  /** So many times what it was shortly before: it still grows. */
  private static final double GROWS = 1.2;

  /** A load test has added its clients after so much of the time that it may take. */
  private static final double RISEN = 0.375;

  private Shape shape;

  /** From the root on, each by when its burst began. */
  final List<String> path;

  /** First second of the root's call or of its burst. */
  final long since;

  /** Calls of its root beyond what is usual, for the events behind it; at least 1. */
  long roots;

  /** A trace that shows it; {@link TraceId#NONE} where none is known. */
  TraceId trace;

  /** Calls so far, and what they took. */
  long calls;

  double gigabyteSeconds;

  /** Most calls in a minute so far. */
  long peak;

  Cascade(Suspect suspect) {
    this(suspect.shape, suspect.path, suspect.since, suspect.roots, suspect.trace);
  }

  private Cascade(Shape shape, List<String> path, long since, long roots, TraceId trace) {
    this.shape = shape;
    this.path = List.copyOf(path);
    this.since = since;
    this.roots = roots;
    this.trace = trace;
  }

  Shape shape() {
    return shape;
  }

  /** Could it as well be clients that call back to back? No trace says that it is not. */
  boolean isAmbiguous() {
    return (shape == Shape.CHAINS || shape == Shape.LASTING_CHAINS) && !trace.known();
  }

  /**
   * Takes in how many calls its latest minute had.
   *
   * @param earlier calls of the minute that ended {@link #EARLIER_SECONDS} before
   * @param lasting seconds after which chains that are no fewer than ever are taken for a loop
   */
  void takeMinute(long minute, long earlier, long end, long lasting) {
    peak = Math.max(peak, minute);
    double enough = minute >= GROWS * earlier ? RISEN * lasting : lasting;
    if (shape == Shape.CHAINS && end - since >= enough && minute >= LoopRule.UNDIMINISHED * peak) {
      shape = Shape.LASTING_CHAINS;
    }
  }

  String root() {
    return path.get(0);
  }

  /** Adds what one of its functions did in a slot, but what it does anyway. */
  void take(String name, FunctionFlow flow, Member member, long seconds) {
    long usual = (long) ((member.bursting() ? member.burstUsual : member.usual) * seconds);
    long started = flow.starts.total() - usual;
    calls = Math.max(0, calls + started);
    roots = name.equals(root()) ? Math.max(1, roots + started) : roots;
    // A call counts when it starts, as does what it will have taken.
    gigabyteSeconds = Math.max(0, gigabyteSeconds + started * member.cost.gigabyteSeconds());
  }

  /** Adds what happened before it came to light. */
  void began(long earlier, Member member) {
    calls += earlier;
    gigabyteSeconds += earlier * member.cost.gigabyteSeconds();
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
    Wire.writeLong(out, calls);
    out.writeDouble(gigabyteSeconds);
    Wire.writeLong(out, peak);
  }

  static Cascade read(DataInput in) throws IOException {
    Shape shape = Wire.readEnum(Shape.class, in);
    List<String> path = names(in);
    Cascade cascade = new Cascade(shape, path, in.readLong(), Wire.readLong(in), TraceId.read(in));
    cascade.calls = Wire.readLong(in);
    cascade.gigabyteSeconds = in.readDouble();
    cascade.peak = Wire.readLong(in);
    return cascade;
  }

  /** Reads the one that version 1 of an account's state held; its path is empty for none. */
  static Cascade readFirstForm(DataInput in) throws IOException {
    Wire.readString(in);
    List<String> path = names(in);
    Shape shape = Wire.readEnum(Shape.class, in);
    Cascade cascade = new Cascade(shape, path, in.readLong(), Wire.readLong(in), TraceId.NONE);
    cascade.calls = Wire.readLong(in);
    cascade.gigabyteSeconds = in.readDouble();
    cascade.peak = Wire.readLong(in);
    return cascade;
  }

  private static List<String> names(DataInput in) throws IOException {
    List<String> names = new ArrayList<>();
    for (int left = Wire.readLength(in); left > 0; left--) {
      names.add(Wire.readString(in));
    }
    return names;
  }
}
