package io.observoor.sinks.clickhouse.schema;

import io.observoor.api.batch.TableSchema;
import io.observoor.api.sink.SchemaMigrations.Status;
import io.observoor.api.sink.SchemaMigrations.Step;
import io.observoor.api.sink.SinkException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Manages the tables of a database: creates and migrates them if the configuration allows it, else
 * reports what is wrong with them. Any thread; every call blocks.
 */
public final class SchemaManager {
  private static final Logger LOG = LoggerFactory.getLogger("sinks.clickhouse");

  /** For this long, whoever marked the schema dirty may still be migrating it. */
  private static final Duration MIGRATION_TIMEOUT = Duration.ofMinutes(1);

  private final Database database;
  private final Function<TableTopology, Migrations> migrations;
  private final SchemaSettings settings;
  private final InstantSource clock;

  public SchemaManager(
      SqlExecutor server, Function<TableTopology, Migrations> migrations, SchemaSettings settings) {
    this(server, migrations, settings, InstantSource.system());
  }

  SchemaManager(
      SqlExecutor server,
      Function<TableTopology, Migrations> migrations,
      SchemaSettings settings,
      InstantSource clock) {
    this.database = new Database(server, settings.database());
    this.migrations = migrations;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Prepares the database for rows: creates and migrates it and all tables, or, if the
   * configuration does not allow this, logs what is wrong and leaves each table to {@link #ensure}.
   *
   * @throws SinkException when the database is unusable or another agent is migrating it
   */
  public void prepare() throws SinkException {
    if (!settings.makeTables()) {
      check();
      return;
    }
    TableTopology topology = createDatabase();
    SchemaState state = SchemaState.read(database);
    Duration age = state.age(clock.instant());
    if (state.dirty() && age.abs().compareTo(MIGRATION_TIMEOUT) < 0) {
      throw new SinkException(
          "the schema of database %s is dirty at version %d since %d s: another agent is migrating it, or was interrupted; this agent repeats the migration after a minute"
              .formatted(database.name(), state.version(), Math.max(0, age.toSeconds())));
    }
    log(state, migrations.apply(topology));
    try {
      int applied =
          migrator(topology).up(state, line -> LOG.debug("ClickHouse migration: {}", line));
      if (applied > 0) {
        LOG.info("applied {} migrations to database {}", applied, database.name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SinkException("interrupted while migrating database " + database.name(), e);
    }
    applyTimeToLive(topology);
  }

  private void check() throws SinkException {
    if (!database.exists()) {
      throw new SinkException(
          "database %s does not exist: set migrations.enabled of the ClickHouse sink to true, run observoor migrate up, or configure another database"
              .formatted(database.name()));
    }
    TableTopology topology = topology();
    SchemaState state;
    try {
      state = SchemaState.read(database);
    } catch (SinkException e) {
      // a user who may only insert may not read it, and need not
      LOG.info(
          "cannot read the schema version of database {}, using its tables as they are: {}",
          database.name(),
          e.getMessage());
      return;
    }
    if (state.dirty()) {
      LOG.warn(
          "the schema of database {} is dirty at version {}: a migration did not finish; run"
              + " observoor migrate up, which repeats it",
          database.name(),
          state.version());
    }
    log(state, migrations.apply(topology));
  }

  private void log(SchemaState state, Migrations known) {
    if (state.version() > known.newest()) {
      LOG.warn(
          "the schema of database {} is at version {}, newer than this agent, which knows versions"
              + " up to {}: inserting into every table that has the required columns",
          database.name(),
          state.version(),
          known.newest());
    } else if (state.version() == Migration.REFERENCE_VERSION && !state.dirty()) {
      LOG.info(
          "the schema of database {} is at version {} of the reference agent, continuing its tables",
          database.name(),
          state.version());
    } else if (state.version() == SchemaState.NO_VERSION && !settings.makeTables()) {
      LOG.info("database {} has no migrations, using its tables as they are", database.name());
    } else if (state.version() < known.newest() && !settings.makeTables()) {
      LOG.warn(
          "the schema of database {} is at version {} of {}: run observoor migrate up, or set"
              + " migrations.enabled to true",
          database.name(),
          state.version(),
          known.newest());
    }
  }

  /**
   * Checks that rows of a schema can be inserted into their table; creates the table or adds
   * missing columns if the configuration allows it.
   *
   * @return why the table cannot accept the rows, permanently; empty when it can
   * @throws SinkException when the check itself fails
   */
  public Optional<String> ensure(TableSchema schema) throws SinkException {
    return new TableManager(database, topology(), settings).ensure(schema);
  }

  /** See {@link io.observoor.api.sink.SchemaMigrations#status}. */
  public Status status() throws SinkException {
    boolean exists = database.exists();
    Migrations known = migrations.apply(exists ? topology() : configuredTopology());
    SchemaState state = exists ? SchemaState.read(database) : SchemaState.EMPTY;
    return new Status(
        Math.max(0, state.version()),
        state.dirty(),
        known.newest(),
        known.all().stream()
            .map(
                it ->
                    new Step(
                        it.version(),
                        it.title(),
                        it.version() < state.version()
                            || (it.version() == state.version() && !state.dirty())))
            .toList());
  }

  /** See {@link io.observoor.api.sink.SchemaMigrations#up}. */
  public int up(Consumer<String> progress) throws SinkException, InterruptedException {
    TableTopology topology = createDatabase();
    int applied = migrator(topology).up(SchemaState.read(database), progress);
    applyTimeToLive(topology);
    return applied;
  }

  /** See {@link io.observoor.api.sink.SchemaMigrations#down}. */
  public int down(int steps, Consumer<String> progress) throws SinkException, InterruptedException {
    return database.exists() ? migrator(topology()).down(steps, progress) : 0;
  }

  private TableTopology createDatabase() throws SinkException {
    if (database.exists()) {
      return topology();
    }
    TableTopology topology = configuredTopology();
    database.create(new Ddl(topology));
    LOG.info("created database {}", database.name());
    return topology;
  }

  private Migrator migrator(TableTopology topology) {
    return new Migrator(database, migrations.apply(topology), clock);
  }

  private TableTopology configuredTopology() {
    return settings.cluster() ? TableTopology.CLUSTER : TableTopology.SINGLE;
  }

  /**
   * Returns the configured topology, or that of existing distributed tables: the reference agent
   * always creates tables of a cluster, and its configuration does not say so.
   */
  private TableTopology topology() throws SinkException {
    Collection<ServerTable> tables =
        database.tables(migrations.apply(TableTopology.SINGLE).tables()).values();
    Optional<ServerTable> single = tables.stream().filter(ServerTable::holdsRows).findFirst();
    if (settings.cluster() && single.isPresent()) {
      throw new SinkException(
          "table %s of database %s holds rows of one server, but migrations.cluster is true: set it to false, or configure another database"
              .formatted(single.get().name(), database.name()));
    }
    return tables.stream().anyMatch(ServerTable::isDistributed)
        ? TableTopology.CLUSTER
        : configuredTopology();
  }

  private void applyTimeToLive(TableTopology topology) throws SinkException {
    Ddl ddl = new Ddl(topology);
    List<String> tables = migrations.apply(topology).tables();
    Collection<String> storages =
        Stream.concat(tables.stream(), tables.stream().map(ddl::storage))
            .collect(Collectors.toSet());
    int changed = 0;
    for (ServerTable table : database.tables(storages).values()) {
      if (TimeToLive.apply(database, ddl, table, settings.timeToLive())) {
        changed++;
      }
    }
    if (changed > 0) {
      LOG.info(
          "{} tables of database {} now keep their rows {}",
          changed,
          database.name(),
          settings.timeToLive().isZero()
              ? "forever"
              : "for " + settings.timeToLive().toHours() + " h");
    }
  }
}
