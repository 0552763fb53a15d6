package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.model.FunctionFlow;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is kept of saturation that no declared limit tells. */
public final class Inferred {

  /** Functions that tell of refused calls and are kept; of more, those whose names come first. */
  private static final int CALLERS = 64;

  /** Functions in question at a time. */
  private static final int CASES = 64;

  /** One function that seems to be at a limit. */
  public static final class Case {

    public Refusing refusing = new Refusing();

    /** Did callers fail for it? Then it stays a page. */
    public boolean paged;

    /** Mean concurrency when its flat top was found; 0 where callers told. */
    public double level;
  }

  /** By name. */
  public final TreeMap<String, Caller> callers = new TreeMap<>();

  public final TreeMap<String, Case> cases = new TreeMap<>();

  /** Takes in what a function tells of calls of its own. */
  public void take(long end, String function, FunctionFlow flow) {
    Caller caller = callers.get(function);
    if (caller == null && flow.throttles.lines > 0) {
      caller = new Caller();
      callers.put(function, caller);
    }
    if (caller != null) {
      caller.take(end, flow);
    }
  }

  /** Is a saturation of this function open here? */
  public boolean open(String function) {
    Case one = cases.get(function);
    return one != null && one.refusing.open();
  }

  /** Concurrency that a limit which nobody declared seems to hold a function at; 0 for none. */
  public double level(String function) {
    Case one = cases.get(function);
    return one != null && one.refusing.open() ? one.level : 0;
  }

  /** Names of those whose calls a function refuses. */
  public List<String> callersOf(String function) {
    return callers.entrySet().stream()
        .filter(entry -> entry.getValue().target.equals(function))
        .map(Map.Entry::getKey)
        .filter(name -> !name.equals(function))
        .collect(Collectors.toList());
  }

  /** Since when many of them have told so, epoch milliseconds; now where none has. */
  public long refusesSince(String function, long end) {
    return callers.values().stream()
        .filter(caller -> caller.target.equals(function) && caller.since != Member.NONE)
        .mapToLong(caller -> caller.since)
        .min()
        .orElse(end);
  }

  /** Keeps what there is room for. */
  public void bound() {
    while (callers.size() > CALLERS) {
      callers.pollLastEntry();
    }
    while (cases.size() > CASES) {
      cases.pollLastEntry();
    }
  }

  void write(DataOutput out) throws IOException {
    Wire.writeInt(out, callers.size());
    for (Map.Entry<String, Caller> entry : callers.entrySet()) {
      Wire.writeString(out, entry.getKey());
      entry.getValue().write(out);
    }
    Wire.writeInt(out, cases.size());
    for (Map.Entry<String, Case> entry : cases.entrySet()) {
      Wire.writeString(out, entry.getKey());
      entry.getValue().refusing.write(out);
      out.writeBoolean(entry.getValue().paged);
      out.writeDouble(entry.getValue().level);
    }
  }

  static Inferred read(DataInput in) throws IOException {
    Inferred inferred = new Inferred();
    for (int left = Wire.readLength(in); left > 0; left--) {
      inferred.callers.put(Wire.readString(in), Caller.read(in));
    }
    for (int left = Wire.readLength(in); left > 0; left--) {
      String name = Wire.readString(in);
      Case one = new Case();
      one.refusing = Refusing.read(in);
      one.paged = in.readBoolean();
      one.level = in.readDouble();
      inferred.cases.put(name, one);
    }
    return inferred;
  }
}
