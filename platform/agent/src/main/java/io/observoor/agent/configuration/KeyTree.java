package io.observoor.agent.configuration;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The declared keys as a tree of sections. */
final class KeyTree {
  private final Map<String, KeyTree> children = new LinkedHashMap<>();
  private KeyTree anyName;
  private String noun = "key";
  private KeyTree element;
  private Key<?> leaf;

  private KeyTree() {}

  /** Builds the tree of these keys. */
  static KeyTree of(List<Key<?>> keys) {
    KeyTree root = new KeyTree();
    for (Key<?> key : keys) {
      KeyTree node = root;
      for (String segment : key.path().split("\\.", -1)) {
        node = node.descend(segment);
      }
      node.leaf = key;
    }
    return root;
  }

  private KeyTree descend(String segment) {
    if (segment.startsWith("<")) {
      noun = segment.substring(1, segment.length() - 1);
      anyName = anyName == null ? new KeyTree() : anyName;
      return anyName;
    }
    if (segment.endsWith("[]")) {
      KeyTree list =
          children.computeIfAbsent(
              segment.substring(0, segment.length() - 2), name -> new KeyTree());
      list.element = list.element == null ? new KeyTree() : list.element;
      return list.element;
    }
    return children.computeIfAbsent(segment, name -> new KeyTree());
  }

  /** The key at this path, if it is not a section. */
  Optional<Key<?>> leaf() {
    return Optional.ofNullable(leaf);
  }

  /** The section that each element is, if this is a list of sections. */
  Optional<KeyTree> element() {
    return Optional.ofNullable(element);
  }

  /** Returns the part below a name; empty if the section does not allow the name. */
  Optional<KeyTree> child(String name) {
    if (anyName != null) {
      Collection<String> known = ConfigurationKeys.NAMES.get(noun);
      return known == null || known.contains(name) ? Optional.of(anyName) : Optional.empty();
    }
    return Optional.ofNullable(children.get(name));
  }

  /** The names that the section allows. */
  Collection<String> names() {
    return anyName == null
        ? children.keySet()
        : ConfigurationKeys.NAMES.getOrDefault(noun, List.of());
  }

  /** The parts of the section with a fixed name. */
  Map<String, KeyTree> children() {
    return children;
  }

  /** What messages call a name in this section. */
  String noun() {
    return noun;
  }
}
