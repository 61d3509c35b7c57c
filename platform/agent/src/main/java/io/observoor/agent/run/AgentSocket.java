package io.observoor.agent.run;

import io.observoor.agent.configuration.InvalidConfigurationException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the socket of a running agent's shell. The launcher calls this by reflection, outside of
 * any framework, so that a client finds the socket by the rules by which the agent creates it.
 */
public final class AgentSocket {
  private static final String NAME = "shell.sock";

  private AgentSocket() {}

  /**
   * Returns the path of the socket of an agent that was started with these options.
   *
   * @param config the configuration file of --config, or null
   * @param data the data directory of --data, or null
   * @return empty if the configuration disables the shell
   * @throws IllegalArgumentException if the configuration is invalid; the message has the errors
   */
  public static String find(String config, String data) {
    Map<String, String> properties = new HashMap<>();
    properties.put("observoor.command", Options.CHECK);
    properties.put("observoor.config", config);
    properties.put("observoor.data", data);
    // slots do not matter here, and may be unknown
    properties.put("observoor.network", "mainnet");
    try {
      RunConfiguration run = RunConfiguration.read(Options.read(properties::get, ""));
      return run.configuration().shellEnabled() ? of(run).toString() : "";
    } catch (InvalidConfigurationException | WrongUseException | CannotRunException invalid) {
      throw new IllegalArgumentException(invalid.getMessage(), invalid);
    }
  }

  /** Returns the path of the socket of a run. */
  static Path of(RunConfiguration run) {
    return run.configuration()
        .shellSocket()
        .map(Path::toAbsolutePath)
        .orElse(run.data().resolve(NAME))
        .normalize();
  }
}
