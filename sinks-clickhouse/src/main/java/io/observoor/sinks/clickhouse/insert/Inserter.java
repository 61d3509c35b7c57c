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

/** Inserts the rows of all tables concurrently, on its own threads. The sink's thread calls it. */
public final class Inserter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("sinks.clickhouse");
  private static final long CLOSE_TIMEOUT_SECONDS = 5;

  private final ClickHouseConnection connection;
  private final Connector connector;
  private final String installation;
  private final TableCheck tableCheck;
  private final InsertStatistics statistics;
  private final RefusalCounter refusals;
  private final ExecutorService workers;
  private final Set<TableSchema> acceptedSchemas = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<NativeBlock> blocks = ThreadLocal.withInitial(NativeBlock::new);

  private record Outcome(TableRows rows, List<RefusedRows> refused, ServerFailure failure) {
    boolean isInserted() {
      return failure == null && refused.isEmpty();
    }
  }

  /**
   * Creates an inserter for a connection, which {@link #close} closes.
   *
   * @param workers the number of concurrent inserts
   */
  public Inserter(
      ClickHouseConnection connection,
      Connector connector,
      String installation,
      TableCheck tableCheck,
      InsertStatistics statistics,
      RefusalCounter refusals,
      int workers) {
    this.connection = connection;
    this.connector = connector;
    this.installation = installation;
    this.tableCheck = tableCheck;
    this.statistics = statistics;
    this.refusals = refusals;
    this.workers =
        Executors.newFixedThreadPool(
            workers, Thread.ofPlatform().daemon().name("clickhouse-insert-", 1).factory());
  }

  /**
   * Inserts the rows of all tables. All but the returned ones are in their tables when this
   * returns.
   *
   * @return the rows that ClickHouse refuses permanently
   * @throws SinkException when the server fails: deliver all rows again
   */
  public List<RefusedRows> insert(List<TableRows> all) throws SinkException, InterruptedException {
    CompletionService<Outcome> running = new ExecutorCompletionService<>(workers);
    List<Future<Outcome>> futures = new ArrayList<>();
    for (TableRows rows : all) {
      futures.add(running.submit((Callable<Outcome>) () -> insert(rows)));
    }
    List<Outcome> outcomes = new ArrayList<>();
    try {
      for (int i = 0; i < all.size(); i++) {
        Outcome outcome = running.take().get();
        if (outcome.failure() != null && outcome.failure().kind().blame() == Blame.SERVER) {
          throw fail(outcome.failure());
        }
        outcomes.add(outcome);
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SinkException failure) {
        throw failure;
      }
      throw new IllegalStateException(
          "an insert into ClickHouse failed unexpectedly", e.getCause());
    } finally {
      // cancels only inserts that have not started; the others end by themselves or with the
      // connection
      futures.forEach(future -> future.cancel(false));
    }
    return refusedRows(outcomes);
  }

  private Outcome insert(TableRows rows) throws SinkException {
    TableInsert insert =
        new TableInsert(connection, installation, this::ensure, blocks.get(), statistics);
    try {
      List<RefusedRows> refused = insert.insert(rows, acceptedSchemas.contains(rows.schema()));
      if (refused.isEmpty()) {
        acceptedSchemas.add(rows.schema());
      }
      return new Outcome(rows, refused, null);
    } catch (ServerFailure e) {
      return new Outcome(rows, List.of(), e);
    }
  }

  private synchronized Optional<String> ensure(TableSchema schema) throws SinkException {
    return tableCheck.ensure(schema);
  }

  /**
   * Decides on failures that the table or the server may have caused: the table if other tables
   * accepted rows and it fails repeatedly.
   */
  private List<RefusedRows> refusedRows(List<Outcome> outcomes) throws SinkException {
    boolean serverWorks = outcomes.stream().anyMatch(Outcome::isInserted);
    List<RefusedRows> refused = new ArrayList<>();
    ServerFailure unclear = null;
    for (Outcome outcome : outcomes) {
      if (outcome.failure() == null) {
        refusals.reset(outcome.rows().table());
        refused.addAll(outcome.refused());
      } else if (serverWorks
          && refusals.isTableToBlame(outcome.rows().table(), outcome.failure().kind().blame())) {
        refused.add(new RefusedRows(outcome.rows(), outcome.failure().getMessage()));
      } else {
        unclear = outcome.failure();
      }
    }
    if (unclear != null) {
      throw fail(unclear);
    }
    return refused;
  }

  private SinkException fail(ServerFailure failure) {
    if (Connector.triesNextEndpoint(failure.kind())) {
      connector.avoid(connection.endpoint());
    }
    return failure.toSinkException();
  }

  /** Closes the connection, which fails the running inserts, and stops the threads. */
  @Override
  public void close() {
    workers.shutdownNow();
    connection.close();
    try {
      if (!workers.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("inserts still run {} s after their connection was closed", CLOSE_TIMEOUT_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
