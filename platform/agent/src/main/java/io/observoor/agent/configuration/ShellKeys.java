package io.observoor.agent.configuration;

import static io.observoor.agent.configuration.Key.optional;
import static io.observoor.agent.configuration.Key.withDefault;
import static io.observoor.agent.configuration.ValueType.FLAG;
import static io.observoor.agent.configuration.ValueType.TEXT;

import java.util.List;

/** The keys of the shell, all ours. */
final class ShellKeys {
  static final Key<Boolean> ENABLED =
      withDefault("shell.enabled", FLAG, true, "Whether observoor shell can attach to the agent.");

  static final Key<String> SOCKET =
      optional("shell.socket", TEXT, "The socket to attach to; by default DATA/shell.sock.")
          .must(path -> !path.isBlank(), "a path, not an empty text");

  /** Every key of the shell. */
  static final List<Key<?>> ALL = List.of(ENABLED, SOCKET);

  private ShellKeys() {}
}
