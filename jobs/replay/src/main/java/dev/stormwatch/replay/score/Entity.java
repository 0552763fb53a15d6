package dev.stormwatch.replay.score;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a label or a message is about: a type, and the names that the subject of an alert has by its
 * type.
 *
 * @param type {@code function}, {@code database}, {@code shard}, {@code queue}, {@code cascade} or
 *     {@code application}
 * @param names by member of the public format, such as {@code function} or {@code eventSource};
 *     only those that are given
 * @param members functions that are listed besides the one in the names
 */
public record Entity(String type, Map<String, String> names, Set<String> members) {

  private static final Map<String, Set<String>> IDENTITY =
      Map.of(
          "function", Set.of("function"),
          "database", Set.of("database"),
          "shard", Set.of("eventSource", "shard"),
          "queue", Set.of("eventSource", "messageId"),
          "cascade", Set.of("root"),
          "application", Set.of("application"));

  public Entity {
    names = Map.copyOf(names);
    members = Collections.unmodifiableSet(new LinkedHashSet<>(members));
  }

  /** One database, of any account. */
  public static Entity database(String id) {
    return new Entity("database", Map.of("database", id), Set.of());
  }

  private String name(String member) {
    return names.getOrDefault(member, "");
  }

  private boolean bothName(String member, Entity other) {
    return names.containsKey(member) && other.names.containsKey(member);
  }

  private boolean same(String member, Entity other) {
    return name(member).equals(other.name(member));
  }

  /** Every function that has to do with it. */
  public Set<String> functions() {
    Set<String> functions = new LinkedHashSet<>(members);
    for (String member : new String[] {"function", "root"}) {
      if (names.containsKey(member)) {
        functions.add(name(member));
      }
    }
    return functions;
  }

  /**
   * Would somebody who is told of the other look at this one? The narrowest thing that both name
   * decides: the shard, else the event source, else the database, else any function in common.
   */
  public boolean overlaps(Entity other) {
    for (String member : new String[] {"account", "region"}) {
      if (bothName(member, other) && !same(member, other)) {
        return false;
      }
    }
    if (bothName("eventSource", other)) {
      return same("eventSource", other)
          && (!bothName("shard", other) || same("shard", other))
          && (!bothName("messageId", other) || same("messageId", other));
    }
    if (bothName("database", other)) {
      return same("database", other);
    }
    return !Collections.disjoint(functions(), other.functions());
  }

  /**
   * Does the other name exactly this: the same type and the same names, and where this one is about
   * certain records of a shard, none but those?
   */
  public boolean namedBy(Entity other) {
    if (!type.equals(other.type) || !overlaps(other)) {
      return false;
    }
    for (String member : IDENTITY.getOrDefault(type, Set.of())) {
      if (names.containsKey(member) && !same(member, other)) {
        return false;
      }
    }
    return !namesRecords() || holds(other);
  }

  /** Is it about certain records of a shard? */
  boolean namesRecords() {
    return !first().isEmpty();
  }

  private boolean holds(Entity other) {
    return !other.first().isEmpty()
        && new BigInteger(other.first()).compareTo(new BigInteger(first())) >= 0
        && new BigInteger(other.last()).compareTo(new BigInteger(last())) <= 0;
  }

  private String first() {
    return names.getOrDefault("firstSequenceNumber", name("sequenceNumber"));
  }

  private String last() {
    return names.getOrDefault("lastSequenceNumber", name("sequenceNumber"));
  }

  /** In a word or two, for people. */
  public String inWords() {
    for (String member :
        new String[] {"database", "shard", "function", "root", "application", "eventSource"}) {
      if (names.containsKey(member)) {
        return name(member);
      }
    }
    return type;
  }
}
