package io.observoor.launcher;

import java.util.Map;
import java.util.function.ToIntFunction;

/** A command that the agent's bundles carry out. */
abstract class AgentCommand extends BaseCommand {

  /** The framework property with the name of the command. */
  static final String COMMAND = "observoor.command";

  private final ToIntFunction<Map<String, String>> agent;

  /** Creates a command; the function runs the agent and returns the exit status. */
  AgentCommand(ToIntFunction<Map<String, String>> agent) {
    this.agent = agent;
  }

  final int start(String command, Map<String, String> properties) {
    properties.put(COMMAND, command);
    return agent.applyAsInt(properties);
  }
}
