package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.model.Wire;
import dev.stormwatch.core.settings.CascadeSettings;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is kept of one account's functions in one region. */
public final class AccountState {

  /**
   * Of the byte form. Version 2 added traces, and room for more than one cascade at a time; version
   * 3 how the account stands to its quota; version 4 what tells of lost deliveries; version 5 what
   * tells of limits that nobody declared; version 6 how late calls are told of, the calls of half
   * an hour, and clocks; version 7 a trace's calls of half an hour, and when a cascade came to
   * light; version 8 the calls of each function of a cascade, and the latest one that is over;
   * version 9 which bursts began with a backlog, and what a function's events became; version 10
   * what calls took in half an hour, version 11 how many failed, and version 12 what a cascade
   * leaves to others.
   */
  public static final int VERSION = 12;

  /** Five tries in each of three tiers, which is more than most clients are set to. */
  private static final int MOST_TRIES = 125;

  /** Functions kept; of more, those heard of longest ago are dropped. */
  public static final int MEMBERS = 512;

  /** Cascades followed at a time. */
  public static final int CASCADES = 8;

  /** A burst that begins so soon after a cascade may be its doing. */
  private static final long EFFECT_SECONDS = 300;

  /** A cascade's first second is known so well. */
  private static final long ONSET_SECONDS = 15;

  /** A fan-out that comes back so soon is a second attempt, or a second event of the same kind. */
  private static final long AGAIN_SECONDS = 600;

  /** A job of every night has so many times the calls of another night at most. */
  private static final double ALIKE = 1.25;

  static final long NONE = Member.NONE;

  public String account = "";
  public String region = "";

  public final TreeMap<String, Member> members = new TreeMap<>();

  /** Second after the newest that there is room for. */
  public long end = NONE;

  /** First second of all. */
  public long first = NONE;

  /** Seconds that entered into what is usual. */
  public long known;

  /** Nothing is judged before, epoch milliseconds. */
  public long judgedFrom = NONE;

  /** The cascades that are under way, in the order in which they came to light. */
  public final List<Cascade> cascades = new ArrayList<>();

  /** The latest one that is over; null for none that is remembered. */
  public @Nullable Cascade over;

  /** Second at which it was. */
  public long overAt = NONE;

  public Trees trees = new Trees();

  /** How the account stands to its quota of concurrency. */
  public Refusing refusing = new Refusing();

  /** The function that used the most of it when calls began to be refused. */
  public String largest = "";

  /** Saturation that no declared limit tells. */
  public Inferred inferred = new Inferred();

  public boolean active() {
    return !cascades.isEmpty();
  }

  /** Is a function part of a cascade that is under way? */
  public boolean cascading(String function) {
    for (Cascade cascade : cascades) {
      if (cascade.path.contains(function)) {
        return true;
      }
    }
    return false;
  }

  /** The same, of one that needs nothing else to be known of it. */
  public boolean explained(String function) {
    for (Cascade cascade : cascades) {
      if (!cascade.yields() && cascade.path.contains(function)) {
        return true;
      }
    }
    return false;
  }

  /** Is it said already that calls of one of a cascade's functions, or of any, are refused? */
  public boolean isRefused(Cascade cascade) {
    for (String name : cascade.path) {
      Member member = members.get(name);
      if (inferred.open(name) || member != null && member.refusing.open()) {
        return true;
      }
    }
    return refusing.full();
  }

  /** Functions in a burst that no known cascade explains. */
  public Map<String, Member> bursts() {
    Map<String, Member> bursts = new TreeMap<>();
    for (Map.Entry<String, Member> entry : members.entrySet()) {
      Member member = entry.getValue();
      if (member.bursting() && !explained(entry.getKey()) && !explained(member.burst.since)) {
        bursts.put(entry.getKey(), member);
      }
    }
    return bursts;
  }

  /** Is what began in a second taken for an effect of a known cascade? */
  public boolean explained(long second) {
    for (Cascade cascade : cascades) {
      if (!cascade.yields()
          && second >= cascade.since - ONSET_SECONDS
          && second <= cascade.since + EFFECT_SECONDS) {
        return true;
      }
    }
    return false;
  }

  /** Is any function of a tree meant to do so, or part of what is told already? */
  public boolean isSpared(Tree tree, CascadeSettings settings) {
    return isTriedAgain(tree)
        || tree.functions().stream().anyMatch(name -> settings.isMeant(name) || explained(name));
  }

  /**
   * Is it few calls, nearly all of which fail and are tried again? That ends when callers give up.
   */
  private boolean isTriedAgain(Tree tree) {
    Branch widest = tree.widest();
    Member member = members.get(widest.function);
    return member != null && tree.calls <= MOST_TRIES && member.allFail(tree.since(), end);
  }

  /** What a root's events became, those included that are quiet and have their places yet. */
  public TreeSizes sizes(String name, Member root) {
    TreeSizes sizes = root.sizes.copy();
    sizes.most = Math.max(sizes.most, root.largestTree);
    for (Tree tree : trees.all()) {
      if (tree.isQuiet(end) && tree.root().equals(name)) {
        sizes.take(tree.calls);
      }
    }
    return sizes;
  }

  /** Calls of the largest burst of a function that is none to be told. */
  public double largest(String name, Member member) {
    return returned(name) ? 0 : member.largest;
  }

  /** The same of trees that began with it. */
  public double largestTree(String name, Member member) {
    return returned(name) ? 0 : member.largestTree;
  }

  /** Is a fan-out of it over for so short a time that what comes back is no routine? */
  public boolean returned(String function) {
    return over != null
        && over.shape() == Cascade.Shape.FAN_OUT
        && over.path.contains(function)
        && end - overAt <= AGAIN_SECONDS;
  }

  /** Calls of a cascade's functions that started in the seconds from one to another, exclusive. */
  public long count(Cascade cascade, long from, long to) {
    long count = 0;
    for (String name : cascade.path) {
      Member member = members.get(name);
      count += member == null ? 0 : member.count(from, to);
    }
    return count;
  }

  /**
   * Ends a cascade. A fan-out ends by itself: if it comes back another day and is no larger, it is
   * a job. Of one that somebody stopped it is told again as soon as it exceeds what it had come to.
   */
  public void close(Cascade cascade, double repeatRatio) {
    Tree tree = trees.find(cascade.trace);
    for (String name : cascade.path) {
      Member member = members.get(name);
      if (member != null) {
        if (cascade.fansOut() && !cascade.isWider()) {
          double alike = ALIKE / repeatRatio;
          member.largest = Math.max(member.largest, alike * cascade.calls(name));
          double all = tree == null ? 0 : alike * tree.calls;
          member.largestTree = Math.max(member.largestTree, all);
        }
        member.settle();
      }
    }
    cascades.remove(cascade);
    over = cascade;
    overAt = end;
  }

  /** Writes it in the form of {@link #VERSION}. */
  public void write(DataOutput out) throws IOException {
    Wire.writeString(out, account);
    Wire.writeString(out, region);
    out.writeLong(end);
    out.writeLong(first);
    out.writeLong(judgedFrom);
    Wire.writeLong(out, known);
    Wire.writeInt(out, cascades.size());
    for (Cascade cascade : cascades) {
      CascadeBytes.write(cascade, out);
    }
    Wire.writeInt(out, members.size());
    for (Map.Entry<String, Member> entry : members.entrySet()) {
      Wire.writeString(out, entry.getKey());
      MemberBytes.write(entry.getValue(), out, end);
    }
    trees.write(out, end);
    refusing.write(out);
    Wire.writeString(out, largest);
    inferred.write(out);
    Cascade last = over;
    out.writeBoolean(last != null);
    if (last != null) {
      CascadeBytes.write(last, out);
      out.writeLong(overAt);
    }
  }

  /** Reads what {@link #write} wrote, or did up to a version. */
  public static AccountState read(int version, DataInput in) throws IOException {
    Wire.requireVersion(version, VERSION, "an account's state");
    AccountState state = new AccountState();
    state.account = Wire.readString(in);
    state.region = Wire.readString(in);
    state.end = in.readLong();
    state.first = in.readLong();
    state.judgedFrom = in.readLong();
    state.known = Wire.readLong(in);
    readCascades(version, in, state);
    for (int left = Wire.readLength(in); left > 0; left--) {
      String name = Wire.readString(in);
      state.members.put(name, MemberBytes.read(version, in, state.end));
    }
    if (version >= 2) {
      state.trees = Trees.read(in, state.end);
    }
    if (version >= 3) {
      state.refusing = Refusing.read(in);
      state.largest = Wire.readString(in);
    }
    if (version >= 5) {
      state.inferred = Inferred.read(in);
    }
    if (version >= 8 && in.readBoolean()) {
      state.over = CascadeBytes.read(version, in);
      state.overAt = in.readLong();
    }
    return state;
  }

  private static void readCascades(int version, DataInput in, AccountState state)
      throws IOException {
    if (version == 1) {
      Cascade only = CascadeBytes.readFirstForm(in);
      if (!only.path.isEmpty()) {
        state.cascades.add(only);
      }
      return;
    }
    for (int left = Wire.readLength(in); left > 0; left--) {
      state.cascades.add(CascadeBytes.read(version, in));
    }
  }
}
