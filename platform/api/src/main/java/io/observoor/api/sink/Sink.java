package io.observoor.api.sink;

import io.observoor.api.batch.Batch;
import java.util.List;

/**
 * Writes batches where users query them: files, a database, a server. Register one as an OSGi
 * service; the platform gives it a cursor under {@link #name()}, and a thread that makes all calls
 * except {@link #measurements()}, one at a time.
 *
 * <p>Batches arrive in order. Those that were not acknowledged are repeated after {@link #open},
 * from the one after {@link SinkContext#acknowledged()} on; a repeated batch must leave no doubled
 * row. Numbers may be missing, after {@link #open} and later: of batches that the spool gave up or
 * could not read, and of those that another sink received before a hand-over to this one.
 *
 * <p>When a call throws a {@link SinkException}, the platform closes the sink, waits (longer each
 * time, with jitter), and opens it again. A sink does not retry by itself.
 */
public interface Sink {

  /** The name of the cursor, the same in all versions of a sink: {@code parquet}. */
  String name();

  /**
   * Prepares the sink: connects, checks, removes what a crash left.
   *
   * @throws SinkException if it cannot take batches now
   */
  void open(SinkContext context) throws SinkException;

  /**
   * Takes a batch; it need not be durable when this returns.
   *
   * @return the number of the last batch that is durable, with all before it; {@link
   *     SinkContext#acknowledged()} while none is
   */
  long write(Batch batch) throws SinkException, InterruptedException;

  /**
   * Does work that depends on time. Called about once a second while no batch arrives.
   *
   * @return as for {@link #write}
   */
  long idle() throws SinkException, InterruptedException;

  /**
   * Makes everything written so far durable. Called before a stop, a swap and at shutdown.
   *
   * @return as for {@link #write}
   */
  long flush() throws SinkException, InterruptedException;

  /**
   * Releases all resources and discards what is not durable; the platform delivers it again. Also
   * called after a failure.
   */
  void close();

  /**
   * The sink's own figures, for the shell and Prometheus. Any thread, at any time; must neither
   * block nor throw.
   *
   * @since 1.1
   */
  default List<Measurement> measurements() {
    return List.of();
  }
}
