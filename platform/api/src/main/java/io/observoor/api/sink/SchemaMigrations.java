package io.observoor.api.sink;

import java.util.List;
import java.util.function.Consumer;

/**
 * Creates and changes the tables of a sink that has a schema, in numbered steps; {@code observoor
 * migrate} calls it. The sink's bundle registers it as an OSGi service as soon as it is configured,
 * whether the sink is active or not. Any thread; each call opens its own connection, and blocks.
 */
public interface SchemaMigrations {

  /** The name of the sink that owns the tables. */
  String sink();

  /**
   * Returns which steps are done and which are pending.
   *
   * @throws SinkException if the server does not answer
   */
  Status status() throws SinkException;

  /**
   * Runs every pending step.
   *
   * @param progress receives a line for each step that is done
   * @return the number of steps done
   * @throws SinkException if a step failed; those before it stay done
   */
  int up(Consumer<String> progress) throws SinkException, InterruptedException;

  /**
   * Undoes the newest steps. Dropping a table drops its rows.
   *
   * @param steps how many; {@link Integer#MAX_VALUE} for all
   * @param progress receives a line for each step that is undone
   * @return the number of steps undone
   * @throws SinkException if a step failed; those after it stay undone
   */
  int down(int steps, Consumer<String> progress) throws SinkException, InterruptedException;

  /**
   * The state of a schema.
   *
   * @param version the newest step that is done; 0 for none
   * @param dirty whether that step was started and not finished
   * @param newest the newest step that this bundle knows
   * @param steps all steps that this bundle knows, in order
   */
  record Status(long version, boolean dirty, long newest, List<Step> steps) {
    /** Copies the list. */
    public Status {
      steps = List.copyOf(steps);
    }
  }

  /**
   * A step.
   *
   * @param version its number
   * @param title what it does
   * @param done whether it is done
   */
  record Step(long version, String title, boolean done) {}
}
