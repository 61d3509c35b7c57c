package io.observoor.api.probe;

import io.observoor.api.batch.RowAppender;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.batch.Window;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;

/**
 * A table that is read from user space at the end of each window: memory use from {@code
 * /proc/PID/status}, for one.
 */
public interface Snapshot {

  /** The columns of its table. */
  TableSchema schema();

  /**
   * How often it is read: zero, at the end of every window; else at the end of the first window
   * that comes so long after the last reading. A table of single points in time ({@link
   * TableSchema#ofPoints}) gets the time of the reading.
   */
  default Duration interval() {
    return Duration.ZERO;
  }

  /**
   * Reads and appends the rows. Called by the delivery's spool thread once a window, after its end;
   * it delays the window's delivery but no event.
   *
   * @param window the window that has ended
   * @param processes the tracked processes
   * @param rows where the rows go
   * @throws IOException when nothing could be read; logged, and the window goes without these rows.
   *     A process that is gone is no error
   */
  void collect(Window window, Collection<TrackedProcess> processes, RowAppender rows)
      throws IOException;
}
