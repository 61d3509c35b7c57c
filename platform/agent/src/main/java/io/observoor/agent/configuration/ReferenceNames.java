package io.observoor.agent.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The names of probe groups, events and metrics that a configuration may use. They are data ({@code
 * reference.properties} beside this class) because the platform knows no probe by name.
 */
final class ReferenceNames {
  /** All event groups. */
  static final Set<String> GROUPS;

  /** The groups of which a group needs at least one. */
  static final Map<String, List<String>> GROUP_NEEDS;

  /** The group without which a group has no effect. */
  static final Map<String, List<String>> GROUP_IMPROVES;

  /** Hook kinds that can be disabled. */
  static final Set<String> HOOKS;

  /** Events that can be sampled. */
  static final Set<String> EVENTS;

  /** Two events that share rows without the dimension of the direction. */
  static final List<String> MERGED_EVENTS;

  /** Metrics that can have their own interval. */
  static final Set<String> METRICS;

  static {
    Properties names = load();
    GROUPS = set(names, "groups");
    GROUP_NEEDS = relation(names, "groups.needs");
    GROUP_IMPROVES = relation(names, "groups.improves");
    HOOKS = set(names, "hooks");
    EVENTS = set(names, "events");
    MERGED_EVENTS = List.copyOf(set(names, "events.merged"));
    METRICS = set(names, "metrics");
  }

  private ReferenceNames() {}

  private static Properties load() {
    Properties names = new Properties();
    try (InputStream resource = ReferenceNames.class.getResourceAsStream("reference.properties")) {
      names.load(resource);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
    return names;
  }

  private static Set<String> set(Properties names, String key) {
    return new LinkedHashSet<>(
        Arrays.asList(names.getProperty(key).strip().split("\\s*,\\s*", -1)));
  }

  private static Map<String, List<String>> relation(Properties names, String key) {
    Map<String, List<String>> relation = new LinkedHashMap<>();
    for (String pair : set(names, key)) {
      String[] sides = pair.split("\\s*>\\s*", -1);
      relation.put(sides[0], List.of(sides[1].split("\\|", -1)));
    }
    return relation;
  }
}
