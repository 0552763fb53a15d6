package dev.stormwatch.replay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.stormwatch.replay.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a run sets otherwise than its settings do: the question "what if" without a file. */
final class SettingsChanges {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** An entry of a list, such as {@code databases[0]}. */
  private static final Pattern ENTRY = Pattern.compile("(\\w+)\\[(\\d{1,6})]");

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Set a key otherwise than the settings do, such as coldStart.minShare=0.02. May be given"
              + " again.")
  private List<String> changes = new ArrayList<>();

  /**
   * A key that each of several values is to be tried for.
   *
   * @param values as JSON, at least two
   */
  record Sweep(String key, List<String> values) {}

  /** The key that is given several values; null where each has one. */
  @Nullable Sweep sweep() throws UserException {
    Sweep found = null;
    for (String change : changes) {
      Sweep sweep = sweep(change);
      if (sweep != null && found != null) {
        throw new UserException(
            "--set: both "
                + found.key
                + " and "
                + sweep.key
                + " have several values; give several to one key, and another in a second run");
      }
      found = sweep == null ? found : sweep;
    }
    return found;
  }

  /**
   * Several values are what is a list of JSON once it stands between brackets: 0.02,0.05. So a
   * list, which has its brackets, is one value, and so is a text with a comma and without quotes.
   */
  private static @Nullable Sweep sweep(String change) {
    int sign = change.indexOf('=');
    String value = change.substring(sign + 1);
    List<String> values = new ArrayList<>();
    parsed('[' + value + ']').forEach(one -> values.add(one.toString()));
    return sign < 1 || values.size() < 2 ? null : new Sweep(change.substring(0, sign), values);
  }

  /** The other changes, without the key that has several values. */
  SettingsChanges fixed() {
    SettingsChanges fixed = new SettingsChanges();
    changes.stream().filter(change -> sweep(change) == null).forEach(fixed.changes::add);
    return fixed;
  }

  /** The same with one more. */
  SettingsChanges and(String key, String value) {
    SettingsChanges more = new SettingsChanges();
    more.changes.addAll(changes);
    more.changes.add(key + '=' + value);
    return more;
  }

  boolean none() {
    return changes.isEmpty();
  }

  /** As they were given. */
  String text() {
    return String.join(" ", changes);
  }

  /**
   * The document with the changes. Whether the keys are known is not looked at here; a document
   * that is no object of JSON stays as it is, for whoever reads it to say so.
   */
  String in(String document) throws UserException {
    if (changes.isEmpty() || !(parsed(document) instanceof ObjectNode root)) {
      return document;
    }
    for (String change : changes) {
      int sign = change.indexOf('=');
      if (sign < 1) {
        throw new UserException(
            "--set " + change + ": has no value; write it as coldStart.minShare=0.02");
      }
      Sweep sweep = sweep(change);
      if (sweep != null) {
        throw new UserException(
            "--set "
                + change
                + ": gives "
                + sweep.values.size()
                + " values where one is asked for; stormwatch compare tries each, and a list is"
                + " written as ["
                + change.substring(sign + 1)
                + ']');
      }
      set(root, change.substring(0, sign), change.substring(sign + 1));
    }
    return root.toString();
  }

  private static void set(ObjectNode root, String key, String value) throws UserException {
    String[] path = key.split("\\.", -1);
    ObjectNode object = root;
    for (int i = 0; i < path.length - 1; i++) {
      object = below(object, path[i], key);
    }
    JsonNode parsed = parsed(value);
    object.set(path[path.length - 1], parsed.isMissingNode() ? new TextNode(value) : parsed);
  }

  /** The object that a part of a key leads to: a member, or an entry of a list. */
  private static ObjectNode below(ObjectNode object, String part, String key) throws UserException {
    Matcher entry = ENTRY.matcher(part);
    boolean ofList = entry.matches();
    String name = ofList ? entry.group(1) : part;
    JsonNode next = object.path(name);
    if (ofList) {
      int index = Integer.parseInt(entry.group(2));
      if (index >= next.size()) {
        throw new UserException(
            "--set "
                + key
                + ": "
                + name
                + " has "
                + next.size()
                + " entries, counted from 0; give the whole list as JSON, as --set '"
                + name
                + "=[{…}]'");
      }
      next = next.path(index);
    } else if (next.isMissingNode()) {
      next = object.putObject(name);
    }
    if (next instanceof ObjectNode found) {
      return found;
    }
    throw new UserException(
        "--set "
            + key
            + ": "
            + part
            + (next.isArray()
                ? " is a list; name an entry, as " + part + "[0], or give the whole list as JSON"
                : " is a value, which has no members"));
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
