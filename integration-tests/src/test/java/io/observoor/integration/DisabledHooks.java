package io.observoor.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Disables kinds of hooks in every agent that a test starts, so that the same tests run on each
 * event's next alternative. The system property {@code observoor.hooks.disabled} names the kinds,
 * separated by commas.
 */
final class DisabledHooks {
  private static final String PROPERTY = "observoor.hooks.disabled";
  private static final String CONFIGURATION = "--config";

  /** Equals the configuration of an agent without a file. */
  private static final String NO_FILE =
      """
      meta_client_name: observoor
      meta_network_name: mainnet
      """;

  private DisabledHooks() {}

  /**
   * Replaces the configuration file in an agent's arguments by a copy that disables the hooks, or
   * adds a file. Returns the same arguments when no hook is disabled.
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
