package dev.stormwatch.core.detect;

import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What an incident is about: a type, the account and region, and the names that the type needs. */
public final class Subject {

  private static final String FIRST_SEQUENCE_NUMBER = "firstSequenceNumber";
  private static final String LAST_SEQUENCE_NUMBER = "lastSequenceNumber";

  private static final String MESSAGE_ID = "messageId";

  /** A shard is blocked at one place at a time, and where exactly becomes clearer by and by. */
  private static final Set<String> RECORDS =
      Set.of("sequenceNumber", FIRST_SEQUENCE_NUMBER, LAST_SEQUENCE_NUMBER);

  /** A trace that shows a cascade is found later than the cascade. */
  private static final String TRACE_ID = "traceId";

  private final String type;
  private final String account;
  private final String region;
  private final Map<String, String> names;
  private final Map<String, String> toldNames;

  private final List<String> functions;

  private Subject(
      String type,
      String account,
      String region,
      Map<String, String> names,
      List<String> functions) {
    this.type = type;
    this.account = account;
    this.region = region;
    this.names = Collections.unmodifiableMap(new TreeMap<>(names));
    Map<String, String> told = new TreeMap<>(names);
    told.values().removeIf(name -> name.startsWith(EventSourceSlot.UNNAMED));
    this.toldNames = Collections.unmodifiableMap(told);
    this.functions = List.copyOf(functions);
  }

  public static Subject function(FunctionId function) {
    return new Subject(
        "function",
        function.account(),
        function.region(),
        Map.of("function", function.name()),
        List.of());
  }

  /**
   * A function that cannot process the records between two sequence numbers, or a message, of a
   * source that no line names; the names that are empty are left out.
   *
   * @param last the same as first when it is one record
   */
  public static Subject function(FunctionId function, String first, String last, String messageId) {
    Map<String, String> names = source(function, "");
    putRecords(names, first, last);
    put(names, MESSAGE_ID, messageId);
    return new Subject("function", function.account(), function.region(), names, List.of());
  }

  /**
   * A function that others suffer from.
   *
   * @param callers names of those
   */
  public static Subject function(FunctionId function, List<String> callers) {
    return new Subject(
        "function",
        function.account(),
        function.region(),
        Map.of("function", function.name()),
        callers);
  }

  /**
   * @param functions names of those that hold its connections; at least one
   */
  public static Subject database(
      String account, String region, String database, List<String> functions) {
    return new Subject("database", account, region, Map.of("database", database), functions);
  }

  /**
   * A shard of a stream, at the records between two sequence numbers; the names that are empty are
   * left out.
   *
   * @param shard its id; where no line names it, {@link EventSourceSlot#UNNAMED} and what tells it
   *     from others, which no alert shows
   * @param last the same as first when it is one record
   */
  public static Subject shard(
      FunctionId function, String eventSource, String shard, String first, String last) {
    Map<String, String> names = source(function, eventSource);
    put(names, "shard", shard);
    putRecords(names, first, last);
    return new Subject("shard", function.account(), function.region(), names, List.of());
  }

  /**
   * A queue or a stream as a whole, or one message of a queue; names that are empty are left out.
   */
  public static Subject queue(FunctionId function, String eventSource, String messageId) {
    Map<String, String> names = source(function, eventSource);
    put(names, MESSAGE_ID, messageId);
    return new Subject("queue", function.account(), function.region(), names, List.of());
  }

  /**
   * The telemetry of an account's functions.
   *
   * @param stream ARN of the stream that it comes through; empty where it is not known
   * @param functions names of those that it tells of
   */
  public static Subject telemetry(
      String account, String region, String stream, List<String> functions) {
    Map<String, String> names = new TreeMap<>();
    put(names, "eventSource", stream);
    return new Subject("queue", account, region, names, functions);
  }

  /**
   * Calls that call further functions, from a root on.
   *
   * @param functions names of all that take part, the root among them
   * @param traceId of a trace that shows it; empty where none is known
   */
  public static Subject cascade(
      String account, String region, String root, List<String> functions, String traceId) {
    Map<String, String> names = new TreeMap<>();
    names.put("root", root);
    put(names, TRACE_ID, traceId);
    return new Subject("cascade", account, region, names, functions);
  }

  /**
   * An application, as the settings name it.
   *
   * @param functions names of those of its functions that it is about; at least one
   */
  public static Subject application(
      String account, String region, String application, List<String> functions) {
    return new Subject(
        "application", account, region, Map.of("application", application), functions);
  }

  private static Map<String, String> source(FunctionId function, String eventSource) {
    Map<String, String> names = new TreeMap<>();
    names.put("function", function.name());
    put(names, "eventSource", eventSource);
    return names;
  }

  private static void putRecords(Map<String, String> names, String first, String last) {
    boolean one = first.equals(last);
    put(names, one ? "sequenceNumber" : FIRST_SEQUENCE_NUMBER, first);
    put(names, LAST_SEQUENCE_NUMBER, one ? "" : last);
  }

  private static void put(Map<String, String> names, String member, String name) {
    if (!name.isEmpty()) {
      names.put(member, name);
    }
  }

  public String type() {
    return type;
  }

  public String account() {
    return account;
  }

  public String region() {
    return region;
  }

  /** Names by member of the alert's subject, in order of member. */
  public Map<String, String> names() {
    return toldNames;
  }

  /** Names of the functions that belong to it, besides one that is among the names. */
  public List<String> functions() {
    return functions;
  }

  /** Names of all functions that it is about. */
  public List<String> allFunctions() {
    List<String> all = new ArrayList<>();
    for (String member : List.of("function", "root")) {
      String name = names.get(member);
      if (name != null) {
        all.add(name);
      }
    }
    for (String function : functions) {
      if (!all.contains(function)) {
        all.add(function);
      }
    }
    return all;
  }

  /** One text that tells this subject from every other. */
  public String key() {
    StringBuilder key = new StringBuilder(type + '/' + account + '/' + region);
    names.forEach(
        (member, name) -> {
          if (isIdentity(member)) {
            key.append('/').append(name);
          }
        });
    return key.toString();
  }

  private boolean isIdentity(String member) {
    boolean ofFunction = type.equals("function");
    boolean place = ofFunction || names.containsKey("shard");
    return !member.equals(TRACE_ID)
        && !(place && RECORDS.contains(member))
        && !(ofFunction && member.equals(MESSAGE_ID));
  }

  void write(DataOutput out) throws IOException {
    Wire.writeString(out, type);
    Wire.writeString(out, account);
    Wire.writeString(out, region);
    Wire.writeInt(out, names.size());
    for (Map.Entry<String, String> name : names.entrySet()) {
      Wire.writeString(out, name.getKey());
      Wire.writeString(out, name.getValue());
    }
    Wire.writeInt(out, functions.size());
    for (String function : functions) {
      Wire.writeString(out, function);
    }
  }

  /**
   * @param listed whether the bytes list functions, as they do since version 2 of a finding
   */
  static Subject read(DataInput in, boolean listed) throws IOException {
    String type = Wire.readString(in);
    String account = Wire.readString(in);
    String region = Wire.readString(in);
    int size = Wire.readLength(in);
    Map<String, String> names = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      names.put(Wire.readString(in), Wire.readString(in));
    }
    List<String> functions = new ArrayList<>();
    for (int left = listed ? Wire.readLength(in) : 0; left > 0; left--) {
      functions.add(Wire.readString(in));
    }
    return new Subject(type, account, region, names, functions);
  }
}
