package dev.stormwatch.core.detect;

import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an incident is about: a type, the account and region, and the names that the type needs. */
public final class Subject {

  private final String type;
  private final String account;
  private final String region;
  private final Map<String, String> names;

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
   * @param functions names of those that hold its connections; at least one
   */
  public static Subject database(
      String account, String region, String database, List<String> functions) {
    return new Subject("database", account, region, Map.of("database", database), functions);
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
    return names;
  }

  /** Names of the functions that belong to it, besides one that is among the names. */
  public List<String> functions() {
    return functions;
  }

  /** One text that tells this subject from every other. */
  public String key() {
    return type + '/' + account + '/' + region + '/' + String.join("/", names.values());
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
