package dev.stormwatch.live;

import static java.util.stream.Collectors.toMap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A CloudFormation template, as far as its intrinsic functions give texts. Conditions hold, and
 * lists are texts with commas.
 */
final class Template {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

  private final Node root;

  private Template(Node root) {
    this.root = root;
  }

  static Template of(String yaml) {
    return new Template(
        new Compose(LoadSettings.builder().build()).composeString(yaml).orElseThrow());
  }

  /**
   * What the texts of a mapping come to.
   *
   * @param name of the mapping, wherever it is
   * @param parameters and exports of other stacks by name
   */
  Map<String, String> values(String name, Map<String, String> parameters) {
    Node found = Objects.requireNonNull(find(root, name), name);
    return members(found).entrySet().stream()
        .collect(toMap(Map.Entry::getKey, member -> text(member.getValue(), parameters)));
  }

  private static @Nullable Node find(Node node, String name) {
    if (node instanceof SequenceNode) {
      return ((SequenceNode) node)
          .getValue().stream()
              .map(row -> find(row, name))
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(null);
    }
    if (!(node instanceof MappingNode)) {
      return null;
    }
    Map<String, Node> members = members(node);
    return members.containsKey(name)
        ? members.get(name)
        : members.values().stream()
            .map(member -> find(member, name))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
  }

  private static Map<String, Node> members(Node mapping) {
    Map<String, Node> members = new HashMap<>();
    for (NodeTuple member : ((MappingNode) mapping).getValue()) {
      members.put(((ScalarNode) member.getKeyNode()).getValue(), member.getValueNode());
    }
    return members;
  }

  private static String text(Node node, Map<String, String> known) {
    switch (node.getTag().getValue()) {
      case "!Ref":
        return known(scalar(node), known);
      case "!Join":
        List<Node> separatorAndList = ((SequenceNode) node).getValue();
        return text(separatorAndList.get(1), known).replace(",", scalar(separatorAndList.get(0)));
      case "!If":
        return text(((SequenceNode) node).getValue().get(1), known);
      case "!Sub":
        return node instanceof ScalarNode
            ? substitute(scalar(node), known)
            : substituteWith(((SequenceNode) node).getValue(), known);
      default:
        return node instanceof ScalarNode
            ? scalar(node)
            : known(text(members(node).get("Fn::ImportValue"), known), known);
    }
  }

  private static String scalar(Node node) {
    return ((ScalarNode) node).getValue();
  }

  private static String substituteWith(List<Node> textAndVariables, Map<String, String> known) {
    Map<String, String> all = new HashMap<>(known);
    members(textAndVariables.get(1)).forEach((name, value) -> all.put(name, text(value, known)));
    return substitute(scalar(textAndVariables.get(0)), all);
  }

  private static String substitute(String text, Map<String, String> known) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            (MatchResult variable) -> Matcher.quoteReplacement(known(variable.group(1), known)));
  }

  private static String known(String name, Map<String, String> known) {
    return Objects.requireNonNull(known.get(name), name);
  }
}
