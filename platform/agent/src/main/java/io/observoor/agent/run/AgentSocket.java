package io.observoor.agent.run;

import io.observoor.agent.configuration.AgentConfiguration.Shell;
import io.observoor.agent.configuration.InvalidConfigurationException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the shell of a running agent is. The launcher asks, by reflection and outside of any
 * framework, so that a client finds the socket by the rules by which the agent made it.
 */
public final class AgentSocket {
  private static final String NAME = "shell.sock";

  private AgentSocket() {}

  /**
   * The socket of an agent that was started with these options.
   *
   * @param config the configuration file that was named, or null
   * @param data the data directory that was named, or null
   * @return its path; empty when the configuration says that there is none
   * @throws IllegalArgumentException when the configuration is wrong; the message says why
   */
  public static String find(String config, String data) {
    Map<String, String> given = new HashMap<>();
    given.put("observoor.command", Options.CHECK);
    given.put("observoor.config", config);
    given.put("observoor.data", data);
    // slots are of no interest here, and may be unknown
    given.put("observoor.network", "mainnet");
    try {
      Plan plan = Plan.make(Options.read(given::get, ""));
      return plan.configuration().shell().enabled() ? of(plan).toString() : "";
    } catch (InvalidConfigurationException | WrongUseException | CannotRunException wrong) {
      throw new IllegalArgumentException(wrong.getMessage(), wrong);
    }
  }

  /** The socket of this plan. */
  static Path of(Plan plan) {
    Shell shell = plan.configuration().shell();
    return shell.socket().map(Path::toAbsolutePath).orElse(plan.data().resolve(NAME)).normalize();
  }
}
