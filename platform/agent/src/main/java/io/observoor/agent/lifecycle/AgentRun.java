package io.observoor.agent.lifecycle;

import io.observoor.agent.reload.ConfigurationReload;
import io.observoor.agent.run.RunConfiguration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * The run that the command line asked for. An OSGi service of this bundle for its commands; the
 * service property {@value #COMMAND} names the command.
 *
 * @param configuration what to do
 * @param reload applies a changed configuration file
 * @param exit ends the process with a status; returns at once
 * @param begun set by the command as it starts
 * @param startedNanos {@link System#nanoTime()} of the start
 */
public record AgentRun(
    RunConfiguration configuration,
    ConfigurationReload reload,
    IntConsumer exit,
    AtomicBoolean begun,
    long startedNanos) {
  /** The service property with the command. */
  public static final String COMMAND = "observoor.command";
}
