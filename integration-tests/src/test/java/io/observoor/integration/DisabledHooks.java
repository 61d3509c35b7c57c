package io.observoor.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The kinds of hooks that this run of the tests does without: those that the system property {@code
 * observoor.hooks.disabled} names, separated by commas. The configuration of every agent that a
 * test starts says so then, so that the same tests run on each event's fallbacks.
 */
final class DisabledHooks {
  private static final String PROPERTY = "observoor.hooks.disabled";
  private static final String CONFIGURATION = "--config";

  /** What an agent without a configuration file has. */
  private static final String NO_FILE =
      """
      meta_client_name: observoor
      meta_network_name: mainnet
      """;

  private DisabledHooks() {}

  /**
   * The arguments of an agent with these hooks switched off: a copy of its configuration file, or a
   * file of its own where it has none, in place of the file. The same arguments when none is off.
   */
  static List<String> addTo(List<String> arguments) throws IOException {
    String disabled = System.getProperty(PROPERTY, "");
    if (disabled.isBlank() || !List.of("run", "check").contains(arguments.getFirst())) {
      return arguments;
    }
    int at = arguments.indexOf(CONFIGURATION);
    String configuration = at < 0 ? NO_FILE : Files.readString(Path.of(arguments.get(at + 1)));
    Path file = Files.createTempFile("observoor-hooks", ".yaml");
    file.toFile().deleteOnExit();
    Files.writeString(
        file, configuration.stripTrailing() + "\nhooks: {disabled: [" + disabled + "]}\n");
    List<String> changed = new ArrayList<>(arguments);
    if (at < 0) {
      changed.addAll(List.of(CONFIGURATION, file.toString()));
    } else {
      changed.set(at + 1, file.toString());
    }
    return changed;
  }
}
