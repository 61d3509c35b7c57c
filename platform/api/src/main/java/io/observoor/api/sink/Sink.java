package io.observoor.api.sink;

import io.observoor.api.batch.Batch;
import java.util.List;

/**
 * Takes batches to a place where they can be queried. Register one as an OSGi service; the platform
 * gives it a cursor of its own under {@link #name()}, and a thread of its own that makes all the
 * calls below but {@link #measurements()}, one at a time.
 *
 * <p>Batches come in order. One that was not acknowledged comes again: after {@link #open},
 * beginning with the one after {@link SinkContext#acknowledged()}. A sink must leave no doubled row
 * when that happens. Numbers may be missing, after {@link #open} and later: of batches that the
 * spool gave up or cannot read, and of those that went elsewhere until this sink took another's
 * place.
 *
 * <p>A call that throws a {@link SinkException} makes the platform close the sink, wait (longer
 * each time, with jitter), and open it again: retrying is not the sink's business.
 */
public interface Sink {

  /** Names the cursor; it stays the same for all versions of a sink: {@code parquet}. */
  String name();

  /**
   * Gets ready: connects, checks, cleans up what a crash left.
   *
   * @throws SinkException when batches could not be taken now
   */
  void open(SinkContext context) throws SinkException;

  /**
   * Takes a batch, which need not be durable yet when this returns.
   *
   * @return the number of the last batch that is durable, with all before it; {@link
   *     SinkContext#acknowledged()} while none is
   */
  long write(Batch batch) throws SinkException, InterruptedException;

  /**
   * Called about once a second while no batch comes, for work that depends on time.
   *
   * @return as for {@link #write}
   */
  long idle() throws SinkException, InterruptedException;

  /**
   * Makes all that was written durable: before a stop, a swap and at shutdown.
   *
   * @return as for {@link #write}
   */
  long flush() throws SinkException, InterruptedException;

  /**
   * Lets go of everything. What was not durable is given up, to be delivered again. Called after a
   * failure, too.
   */
  void close();

  /**
   * Figures of the sink's own, for the shell and Prometheus. Unlike the calls above it comes on any
   * thread, at any time, and must neither wait nor throw.
   *
   * @since 1.1
   */
  default List<Measurement> measurements() {
    return List.of();
  }
}
