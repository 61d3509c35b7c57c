package io.observoor.agent.run;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * A plan that is being carried out; an OSGi service inside this bundle, whose property {@value
 * #COMMAND} says which command it is for.
 *
 * @param plan what to do
 * @param reload what a changed configuration file means for the run
 * @param exit ends the process with a status; returns at once
 * @param begun set by the command when it has started
 * @param startedNanos {@link System#nanoTime()} of the start
 */
public record Session(
    Plan plan, Reload reload, IntConsumer exit, AtomicBoolean begun, long startedNanos) {
  /** The service property that names the command. */
  public static final String COMMAND = "observoor.command";
}
