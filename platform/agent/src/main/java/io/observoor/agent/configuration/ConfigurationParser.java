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

/** Converts YAML nodes to {@link Settings}; reports errors where they do not match the keys. */
final class ConfigurationParser {
  /** The length at which messages cut a value. */
  private static final int SHOWN = 60;

  private final Settings settings = new Settings();
  private final List<ConfigurationError> errors;

  /** Appends errors to the list. */
  ConfigurationParser(List<ConfigurationError> errors) {
    this.errors = errors;
  }

  /** Reads a whole document, which may be empty. */
  Settings parse(Optional<Node> root) {
    KeyTree tree = KeyTree.of(ConfigurationKeys.all());
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
      settings.refused(path);
      refuse(
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
        refuse(position(tuple.getKeyNode()), "a key", " must be a word: write 'key: value'");
        continue;
      }
      String name = keyNode.getValue();
      Position position = position(keyNode);
      Position first = seen.putIfAbsent(name, position);
      if (first != null) {
        refuse(
            position,
            "key '" + shown(join(path, name)) + "'",
            " is already set at line " + first.line() + ": remove one of the two");
        continue;
      }
      entry(tree, path, name, position, tuple.getValueNode());
    }
  }

  private void entry(KeyTree tree, String path, String name, Position position, Node value) {
    Optional<KeyTree> child = tree.child(name);
    if (child.isEmpty()) {
      refuse(
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
      refuse(
          position(node),
          "key '" + path + "'",
          " must be a list, not " + kind(node) + ": write each element after a '- '");
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
      settings.refused(path);
      return;
    }
    Position position = isNull(node) ? keyPosition : position(node);
    settings.put(path, new Settings.Setting<>(key, value.get(), position));
    for (Key.Constraint<T> constraint : key.constraints()) {
      if (!constraint.holds().test(value.get())) {
        settings.refused(path);
        refuse(
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
      refuse(
          keyPosition,
          "key '" + path + "'",
          " has no value: write " + type.expected() + ", or remove the line");
      return Optional.empty();
    }
    if (!(node instanceof ScalarNode scalar)) {
      refuse(
          position(node),
          "key '" + path + "'",
          " must be " + type.expected() + ", not " + kind(node));
      return Optional.empty();
    }
    try {
      Optional<T> value = type.parse().apply(scalar.getValue());
      if (value.isEmpty()) {
        refuse(
            position(node), "key '" + path + "'", " must be " + type.expected() + given(key, node));
      }
      return value;
    } catch (IllegalArgumentException cause) {
      refuse(position(node), "key '" + path + "'", " " + cause.getMessage());
      return Optional.empty();
    }
  }

  private Optional<List<String>> texts(ValueType.Texts type, String path, Node node) {
    if (isNull(node)) {
      return Optional.of(List.of());
    }
    if (!(node instanceof SequenceNode sequence)) {
      refuse(
          position(node),
          "key '" + path + "'",
          " must be a list, not " + kind(node) + ": write [a, b]");
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    boolean sound = true;
    for (Node item : sequence.getValue()) {
      if (!(item instanceof ScalarNode scalar) || isNull(item) || scalar.getValue().isBlank()) {
        refuse(
            position(item),
            "an element of '" + path + "'",
            " must be a " + type.noun() + ", not " + kind(item));
        sound = false;
      } else if (!type.known().isEmpty() && !type.known().contains(scalar.getValue())) {
        refuse(
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

  /** Reports missing keys of a section and of the sections below it. */
  private void requireKeys(KeyTree tree, String path) {
    tree.children()
        .forEach(
            (name, child) -> {
              String childPath = join(path, name);
              Optional<String> meaning = child.leaf().flatMap(Key::requiredMeaning);
              if (meaning.isPresent() && !settings.isPresent(childPath)) {
                refuse(
                    settings.sectionPosition(path).orElse(Position.NONE),
                    "missing key '" + childPath + "'",
                    ": add '" + name + ": …' (" + meaning.get() + ")");
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

  private void refuse(Position position, String subject, String rest) {
    errors.add(new ConfigurationError(position, subject + position.phrase() + rest));
  }

  private static String given(Key<?> key, Node node) {
    return key.secret() || !(node instanceof ScalarNode scalar)
        ? ""
        : ", not '" + shown(scalar.getValue()) + "'";
  }

  /** Keeps a message on one line: replaces control characters, and cuts a long text. */
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
