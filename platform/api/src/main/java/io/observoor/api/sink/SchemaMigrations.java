package io.observoor.api.sink;

import java.util.List;
import java.util.function.Consumer;

/**
 * Makes and changes the tables of a sink that has a schema, in numbered steps: what {@code
 * observoor migrate} calls. An OSGi service that the sink's bundle registers as soon as it is
 * configured, whether the sink runs or not. Any thread; each call connects for itself, and blocks.
 */
public interface SchemaMigrations {

  /** The sink whose tables these are. */
  String sink();

  /**
   * What has been done and what would be done.
   *
   * @throws SinkException when the place cannot be asked
   */
  Status status() throws SinkException;

  /**
   * Does every step that has not been done.
   *
   * @param progress gets a line for each step as it is done
   * @return how many were done
   * @throws SinkException when a step failed; those before it stay done
   */
  int up(Consumer<String> progress) throws SinkException, InterruptedException;

  /**
   * Undoes the newest steps. Dropping a table drops its rows.
   *
   * @param steps how many; {@link Integer#MAX_VALUE} for all
   * @param progress gets a line for each step as it is undone
   * @return how many were undone
   * @throws SinkException when a step failed; those after it stay undone
   */
  int down(int steps, Consumer<String> progress) throws SinkException, InterruptedException;

  /**
   * The state of a schema.
   *
   * @param version the newest step that was done; 0 for none
   * @param dirty whether that step began and did not end
   * @param newest the newest step that is known here
   * @param steps all steps that are known here, in order
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
   * @param title what it does, in some words
   * @param done whether it has been done
   */
  record Step(long version, String title, boolean done) {}
}
