package io.observoor.api.probe;

import io.observoor.api.batch.RowAppender;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.batch.Window;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;

/**
 * A table that is read in user space at the end of each window, such as memory use from {@code
 * /proc/PID/status}.
 */
public interface Snapshot {

  /** The columns of its table. */
  TableSchema schema();

  /**
   * The interval between readings. Zero: at the end of every window; otherwise at the end of the
   * first window after the interval has passed. A table of points in time ({@link
   * TableSchema#ofPoints}) gets the time of the reading.
   */
  default Duration interval() {
    return Duration.ZERO;
  }

  /**
   * Reads and appends the rows. Delivery's spool thread calls it once a window, after its end; it
   * delays the window's delivery, not events.
   *
   * @param window the window that has ended
   * @param processes the tracked processes
   * @param rows takes the rows
   * @throws IOException if nothing could be read: the platform logs it, and the window has no rows
   *     of this table. A process that has ended is no error
   */
  void collect(Window window, Collection<TrackedProcess> processes, RowAppender rows)
      throws IOException;
}
