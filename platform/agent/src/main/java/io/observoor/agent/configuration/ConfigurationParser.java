package io.observoor.agent.configuration;

import io.observoor.common.NearMatches;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Compares YAML nodes with the declared keys: what fits becomes {@link Settings}, what does not
 * becomes problems.
 */
final class ConfigurationParser {
  /** A longer value is cut in messages. */
  private static final int SHOWN = 60;

  private final Settings settings = new Settings();
  private final List<Problem> problems;

  /** Problems go to the end of the given list. */
  ConfigurationParser(List<Problem> problems) {
    this.problems = problems;
  }

  /** The settings of a whole document; an empty one has none. */
  Settings parse(Optional<Node> root) {
    KeyTree tree = KeyTree.of(ConfigurationKeys.ALL);
    if (root.isPresent()) {
      section(tree, "", root.get(), position(root.get()));
    }
    requireKeys(tree, "");
    return settings;
  }

  private void section(KeyTree tree, String path, Node node, Position keyPosition) {
    if (!path.isEmpty()) {
      settings.section(path, keyPosition);
    }
    if (isNull(node)) {
      return;
    }
    if (!(node instanceof MappingNode mapping)) {
      settings.broken(path);
      problem(
          position(node),
          (path.isEmpty() ? "the configuration" : "key '" + path + "'"),
          " must be a section with keys in it, not "
              + kind(node)
              + ": write 'key: value' lines"
              + (path.isEmpty() ? "" : ", indented below it"));
      return;
    }
    Map<String, Position> seen = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
        problem(position(tuple.getKeyNode()), "a key", " must be a word: write 'key: value'");
        continue;
      }
      String name = keyNode.getValue();
      Position position = position(keyNode);
      Position first = seen.putIfAbsent(name, position);
      if (first != null) {
        problem(
            position,
            "key '" + shown(join(path, name)) + "'",
            " stands already at line " + first.line() + ": remove one of the two");
        continue;
      }
      entry(tree, path, name, position, tuple.getValueNode());
    }
  }

  private void entry(KeyTree tree, String path, String name, Position position, Node value) {
    Optional<KeyTree> child = tree.child(name);
    if (child.isEmpty()) {
      problem(
          position,
          "unknown " + tree.noun() + " '" + shown(join(path, name)) + "'",
          ": " + NearMatches.phrase(name, tree.names()));
      return;
    }
    if (!tree.children().containsKey(name)) {
      settings.name(path, name);
    }
    value(child.get(), join(path, name), value, position);
  }

  private void value(KeyTree tree, String path, Node node, Position keyPosition) {
    if (tree.leaf().isPresent()) {
      leaf(tree.leaf().get(), path, node, keyPosition);
    } else if (tree.element().isPresent()) {
      elements(tree.element().get(), path, node, keyPosition);
    } else {
      section(tree, path, node, keyPosition);
    }
  }

  private void elements(KeyTree element, String path, Node node, Position keyPosition) {
    settings.section(path, keyPosition);
    if (isNull(node)) {
      return;
    }
    if (!(node instanceof SequenceNode sequence)) {
      problem(
          position(node),
          "key '" + path + "'",
          " must be a list, not " + kind(node) + ": write each element behind a '- '");
      return;
    }
    int number = 0;
    for (Node item : sequence.getValue()) {
      String itemPath = path + "[" + number + "]";
      settings.name(path, String.valueOf(number));
      section(element, itemPath, item, position(item));
      requireKeys(element, itemPath);
      number++;
    }
  }

  private <T> void leaf(Key<T> key, String path, Node node, Position keyPosition) {
    Optional<T> value =
        switch (key.type()) {
          case ValueType.Scalar<T> scalar -> scalar(key, scalar, path, node, keyPosition);
          case ValueType.Texts texts -> cast(texts(texts, path, node));
        };
    if (value.isEmpty()) {
      settings.broken(path);
      return;
    }
    Position position = isNull(node) ? keyPosition : position(node);
    settings.put(path, new Settings.Setting(key, value.get(), position));
    for (Key.Constraint<T> constraint : key.constraints()) {
      if (!constraint.holds().test(value.get())) {
        settings.broken(path);
        problem(
            position,
            "key '" + path + "'",
            " must be " + constraint.requirement() + given(key, node));
        return;
      }
    }
  }

  private <T> Optional<T> scalar(
      Key<T> key, ValueType.Scalar<T> type, String path, Node node, Position keyPosition) {
    if (isNull(node)) {
      problem(
          keyPosition,
          "key '" + path + "'",
          " has no value: write " + type.expected() + ", or remove the line");
      return Optional.empty();
    }
    if (!(node instanceof ScalarNode scalar)) {
      problem(
          position(node),
          "key '" + path + "'",
          " must be " + type.expected() + ", not " + kind(node));
      return Optional.empty();
    }
    try {
      Optional<T> value = type.parse().apply(scalar.getValue());
      if (value.isEmpty()) {
        problem(
            position(node), "key '" + path + "'", " must be " + type.expected() + given(key, node));
      }
      return value;
    } catch (IllegalArgumentException cause) {
      problem(position(node), "key '" + path + "'", " " + cause.getMessage());
      return Optional.empty();
    }
  }

  private Optional<List<String>> texts(ValueType.Texts type, String path, Node node) {
    if (isNull(node)) {
      return Optional.of(List.of());
    }
    if (!(node instanceof SequenceNode sequence)) {
      problem(
          position(node),
          "key '" + path + "'",
          " must be a list, not " + kind(node) + ": write [a, b]");
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    boolean sound = true;
    for (Node item : sequence.getValue()) {
      if (!(item instanceof ScalarNode scalar) || isNull(item) || scalar.getValue().isBlank()) {
        problem(
            position(item),
            "an element of '" + path + "'",
            " must be a " + type.noun() + ", not " + kind(item));
        sound = false;
      } else if (!type.known().isEmpty() && !type.known().contains(scalar.getValue())) {
        problem(
            position(item),
            "unknown " + type.noun() + " '" + shown(scalar.getValue()) + "' in '" + path + "'",
            ": " + NearMatches.phrase(scalar.getValue(), type.known()));
        sound = false;
      } else {
        texts.add(scalar.getValue());
      }
    }
    return sound ? Optional.of(List.copyOf(texts)) : Optional.empty();
  }

  /**
   * Required keys directly in a section, and in those sections below it that the file has or that
   * stand at the top.
   */
  private void requireKeys(KeyTree tree, String path) {
    tree.children()
        .forEach(
            (name, child) -> {
              String childPath = join(path, name);
              boolean missing =
                  child.leaf().filter(Key::required).isPresent() && !settings.isPresent(childPath);
              if (missing) {
                Position position = settings.sectionPosition(path).orElse(Position.NOWHERE);
                problem(
                    position,
                    "missing key '" + childPath + "'",
                    ": add '" + name + ": …' (" + child.leaf().get().meaning() + ")");
              }
              if (child.leaf().isEmpty() && child.element().isEmpty()) {
                requireKeys(child, childPath);
              }
            });
  }

  @SuppressWarnings("unchecked") // the key's type is Texts, so its T is List<String>
  private static <T> Optional<T> cast(Optional<List<String>> texts) {
    return (Optional<T>) texts;
  }

  private void problem(Position position, String subject, String rest) {
    problems.add(new Problem(position, subject + position.phrase() + rest));
  }

  private static String given(Key<?> key, Node node) {
    return key.secret() || !(node instanceof ScalarNode scalar)
        ? ""
        : ", not '" + shown(scalar.getValue()) + "'";
  }

  /** Control characters and long texts would make the one line of a message several. */
  private static String shown(String text) {
    String oneLine = text.replaceAll("\\p{Cntrl}+", " ");
    return oneLine.length() <= SHOWN ? oneLine : oneLine.substring(0, SHOWN) + "…";
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static boolean isNull(Node node) {
    return Tag.NULL.equals(node.getTag());
  }

  private static String kind(Node node) {
    return switch (node.getNodeType()) {
      case MAPPING -> "a section";
      case SEQUENCE -> "a list";
      default -> isNull(node) ? "nothing" : "a single value";
    };
  }

  private static Position position(Node node) {
    return YamlDocument.position(node.getStartMark());
  }
}
