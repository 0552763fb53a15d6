package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.FunctionFlow;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is kept of one account's functions in one region. */
public final class CascadeState {

  /** Functions kept; of more, those heard of longest ago are dropped. */
  static final int MEMBERS = 512;

  static final long NONE = Member.NONE;

  /** How a cascade came to light. */
  enum Shape {
    /** Each generation is many times the one before. */
    FAN_OUT,
    /** Calls that call themselves, of which there are no fewer with time. */
    LOOP,
    /** Calls that call themselves more than once. */
    EXPLOSION
  }

  String account = "";
  String region = "";

  final TreeMap<String, Member> members = new TreeMap<>();

  /** Second after the newest that there is room for. */
  long end = NONE;

  /** First second of all. */
  long first = NONE;

  /** Seconds that entered into what is usual. */
  long known;

  /** Nothing is judged before, epoch milliseconds. */
  long judgedFrom = NONE;

  /** The cascade that is under way: its root, else empty. */
  String root = "";

  /** From the root on, each by when its burst began. */
  List<String> path = new ArrayList<>();

  Shape shape = Shape.LOOP;

  /** First second of the root's call or of its burst. */
  long since = NONE;

  /** Events from outside that are behind all of it, as far as can be told; at least 1. */
  long roots = 1;

  /** Calls so far, and what they took. */
  long calls;

  double gigabyteSeconds;

  /** Most calls in a minute so far. */
  long peak;

  boolean active() {
    return !root.isEmpty();
  }

  /** Adds what one of its functions did in a slot. */
  void take(FunctionFlow flow, Member member) {
    long started = flow.starts.total();
    calls += started;
    // A call counts when it starts, as does what it will have taken.
    gigabyteSeconds += started * member.gigabyteSecondsPerCall();
  }

  /** Calls of its functions that started in the seconds from one to another, exclusive. */
  long count(long from, long to) {
    long count = 0;
    for (String name : path) {
      Member member = members.get(name);
      count += member == null ? 0 : member.count(from, to);
    }
    return count;
  }

  void close() {
    for (String name : path) {
      Member member = members.get(name);
      if (member != null) {
        member.settle();
      }
    }
    root = "";
    path = new ArrayList<>();
    since = NONE;
    roots = 1;
    calls = 0;
    gigabyteSeconds = 0;
    peak = 0;
  }

  /** The byte form of an account's state. */
  public static final class ByteCodec implements Codec<CascadeState> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(CascadeState state, DataOutput out) throws IOException {
      Wire.writeString(out, state.account);
      Wire.writeString(out, state.region);
      out.writeLong(state.end);
      out.writeLong(state.first);
      out.writeLong(state.judgedFrom);
      Wire.writeLong(out, state.known);
      Wire.writeString(out, state.root);
      Wire.writeInt(out, state.path.size());
      for (String name : state.path) {
        Wire.writeString(out, name);
      }
      Wire.writeString(out, state.shape.name());
      out.writeLong(state.since);
      Wire.writeLong(out, state.roots);
      Wire.writeLong(out, state.calls);
      out.writeDouble(state.gigabyteSeconds);
      Wire.writeLong(out, state.peak);
      Wire.writeInt(out, state.members.size());
      for (Map.Entry<String, Member> entry : state.members.entrySet()) {
        Wire.writeString(out, entry.getKey());
        entry.getValue().write(out, state.end);
      }
    }

    @Override
    public CascadeState read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "an account's state");
      CascadeState state = new CascadeState();
      state.account = Wire.readString(in);
      state.region = Wire.readString(in);
      state.end = in.readLong();
      state.first = in.readLong();
      state.judgedFrom = in.readLong();
      state.known = Wire.readLong(in);
      state.root = Wire.readString(in);
      for (int left = Wire.readLength(in); left > 0; left--) {
        state.path.add(Wire.readString(in));
      }
      state.shape = Wire.readEnum(Shape.class, in);
      state.since = in.readLong();
      state.roots = Wire.readLong(in);
      state.calls = Wire.readLong(in);
      state.gigabyteSeconds = in.readDouble();
      state.peak = Wire.readLong(in);
      for (int left = Wire.readLength(in); left > 0; left--) {
        String name = Wire.readString(in);
        state.members.put(name, Member.read(in, state.end));
      }
      return state;
    }
  }
}
