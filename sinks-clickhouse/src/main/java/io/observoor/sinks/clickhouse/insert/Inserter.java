package io.observoor.sinks.clickhouse.insert;

import io.observoor.api.batch.TableSchema;
import io.observoor.api.sink.SinkException;
import io.observoor.sinks.clickhouse.connection.ClickHouseConnection;
import io.observoor.sinks.clickhouse.connection.Connector;
import io.observoor.sinks.clickhouse.connection.FailureKind.Blame;
import io.observoor.sinks.clickhouse.connection.ServerFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inserts the rows of all tables side by side. The sink's thread calls; threads of its own do it.
 */
public final class Inserter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Inserter.class);
  private static final long PATIENCE_SECONDS = 5;

  private final ClickHouseConnection connection;
  private final Connector connector;
  private final String installation;
  private final Tables tables;
  private final InsertStatistics statistics;
  private final Suspicion suspicion;
  private final ExecutorService workers;
  private final Set<TableSchema> known = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<NativeBlock> blocks = ThreadLocal.withInitial(NativeBlock::new);

  private record Outcome(TableRows rows, List<Refused> refused, ServerFailure failure) {
    boolean isIn() {
      return failure == null && refused.isEmpty();
    }
  }

  /**
   * For one connection, which this closes.
   *
   * @param workers how many inserts run at the same time
   */
  public Inserter(
      ClickHouseConnection connection,
      Connector connector,
      String installation,
      Tables tables,
      InsertStatistics statistics,
      Suspicion suspicion,
      int workers) {
    this.connection = connection;
    this.connector = connector;
    this.installation = installation;
    this.tables = tables;
    this.statistics = statistics;
    this.suspicion = suspicion;
    this.workers =
        Executors.newFixedThreadPool(
            workers, Thread.ofPlatform().daemon().name("clickhouse-insert-", 1).factory());
  }

  /**
   * Inserts the rows of all tables; they are in when this returns, but for those that it returns.
   *
   * @return rows that can never get in as they and their tables are
   * @throws SinkException when the place cannot take rows now: all of them are to come again
   */
  public List<Refused> insert(List<TableRows> all) throws SinkException, InterruptedException {
    CompletionService<Outcome> running = new ExecutorCompletionService<>(workers);
    List<Future<Outcome>> futures = new ArrayList<>();
    for (TableRows rows : all) {
      futures.add(running.submit((Callable<Outcome>) () -> insert(rows)));
    }
    List<Outcome> outcomes = new ArrayList<>();
    try {
      for (int i = 0; i < all.size(); i++) {
        Outcome outcome = running.take().get();
        if (outcome.failure() != null && outcome.failure().kind().blame() == Blame.PLACE) {
          throw given(outcome.failure());
        }
        outcomes.add(outcome);
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SinkException known) {
        throw known;
      }
      throw new IllegalStateException("an insert into ClickHouse ended in an error", e.getCause());
    } finally {
      // those that have not begun; the others end by themselves or with the connection
      futures.forEach(future -> future.cancel(false));
    }
    return judge(outcomes);
  }

  private Outcome insert(TableRows rows) throws SinkException {
    TableInsert insert =
        new TableInsert(connection, installation, this::ensure, blocks.get(), statistics);
    try {
      List<Refused> refused = insert.insert(rows, known.contains(rows.schema()));
      if (refused.isEmpty()) {
        known.add(rows.schema());
      }
      return new Outcome(rows, refused, null);
    } catch (ServerFailure e) {
      return new Outcome(rows, List.of(), e);
    }
  }

  private synchronized Optional<String> ensure(TableSchema schema) throws SinkException {
    return tables.ensure(schema);
  }

  /**
   * An error that could be either's is the table's when others had none at the same time, and not
   * only once.
   */
  private List<Refused> judge(List<Outcome> outcomes) throws SinkException {
    boolean works = outcomes.stream().anyMatch(Outcome::isIn);
    List<Refused> refused = new ArrayList<>();
    ServerFailure unclear = null;
    for (Outcome outcome : outcomes) {
      if (outcome.failure() == null) {
        suspicion.clear(outcome.rows().table());
        refused.addAll(outcome.refused());
      } else if (works
          && suspicion.isSure(outcome.rows().table(), outcome.failure().kind().blame())) {
        refused.add(new Refused(outcome.rows(), outcome.failure().getMessage()));
      } else {
        unclear = outcome.failure();
      }
    }
    if (unclear != null) {
      throw given(unclear);
    }
    return refused;
  }

  private SinkException given(ServerFailure failure) {
    if (Connector.isAnotherTried(failure.kind())) {
      connector.avoid(connection.endpoint());
    }
    return failure.toSinkException();
  }

  /** Ends what runs, and the threads: their requests fail, because the connection ends. */
  @Override
  public void close() {
    workers.shutdownNow();
    connection.close();
    try {
      if (!workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("clickhouse: inserts are still running {} s after their end", PATIENCE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
