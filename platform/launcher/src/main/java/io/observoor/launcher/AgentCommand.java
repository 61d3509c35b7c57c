package io.observoor.launcher;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that the agent's bundles carry out. */
abstract class AgentCommand implements Callable<Integer> {

  /** The framework property that says which command it is. */
  static final String COMMAND = "observoor.command";

  @Spec CommandSpec spec;

  @Option(names = "--help", usageHelp = true, description = "Says this.", order = 100)
  boolean help;

  private final ToIntFunction<Map<String, String>> agent;

  AgentCommand(ToIntFunction<Map<String, String>> agent) {
    this.agent = agent;
  }

  final int start(String command, Map<String, String> properties) {
    properties.put(COMMAND, command);
    return agent.applyAsInt(properties);
  }
}
