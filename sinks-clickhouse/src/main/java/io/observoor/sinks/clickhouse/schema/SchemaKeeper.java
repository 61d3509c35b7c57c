package io.observoor.sinks.clickhouse.schema;

import io.observoor.api.batch.TableSchema;
import io.observoor.api.sink.SchemaMigrations.Status;
import io.observoor.api.sink.SchemaMigrations.Step;
import io.observoor.api.sink.SinkException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the tables of a database in order: makes and changes them where the configuration lets it,
 * else says what is wrong with them. Any thread; every call blocks.
 */
public final class SchemaKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaKeeper.class);

  /** Whoever marked the schema dirty a shorter time ago may still be at it. */
  private static final Duration AT_WORK = Duration.ofMinutes(1);

  private final Server server;
  private final Function<Form, Migrations> migrations;
  private final SchemaSettings settings;
  private final InstantSource clock;
  private final Catalog catalog;

  /**
   * For the tables of a server.
   *
   * @param migrations the steps of each form
   */
  public SchemaKeeper(
      Server server, Function<Form, Migrations> migrations, SchemaSettings settings) {
    this(server, migrations, settings, InstantSource.system());
  }

  SchemaKeeper(
      Server server,
      Function<Form, Migrations> migrations,
      SchemaSettings settings,
      InstantSource clock) {
    this.server = server;
    this.migrations = migrations;
    this.settings = settings;
    this.clock = clock;
    this.catalog = new Catalog(server, settings.database());
  }

  /**
   * Gets the database ready for rows: when tables are to be made, the database and all tables are
   * there afterwards; else what is amiss is logged, and each table tells by itself when its rows
   * come.
   *
   * @throws SinkException when rows could go nowhere, or when somebody else is making the tables
   *     now
   */
  public void prepare() throws SinkException {
    if (!settings.makeTables()) {
      look();
      return;
    }
    Form form = createDatabase();
    Migrator migrator = migrator(form);
    State state = migrator.state();
    if (state.dirty() && state.age(clock.instant()).abs().compareTo(AT_WORK) < 0) {
      throw new SinkException(
          "the schema of database %s is dirty at version %d since %d s: somebody is making the tables, or was interrupted; in a minute this agent goes on from there"
              .formatted(
                  settings.database(),
                  state.version(),
                  Math.max(0, state.age(clock.instant()).toSeconds())));
    }
    tell(state, migrations.apply(form));
    try {
      int done = migrator.up(state, line -> LOG.debug("ClickHouse schema: {}", line));
      if (done > 0) {
        LOG.info("database {} has all tables now ({} steps)", settings.database(), done);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SinkException("interrupted while making the tables", e);
    }
    keepTimeToLive(form, migrations.apply(form).tables());
  }

  private void look() throws SinkException {
    if (!catalog.hasDatabase()) {
      throw new SinkException(
          "there is no database "
              + settings.database()
              + ": set migrations.enabled of the ClickHouse sink to true, or run observoor migrate up,"
              + " and the agent makes it; or name another database");
    }
    Form form = form();
    State state;
    try {
      state = migrator(form).state();
    } catch (SinkException e) {
      // whoever may only insert may not read it, and need not
      LOG.info(
          "the state of database {} cannot be read, its tables are taken as they are: {}",
          settings.database(),
          e.getMessage());
      return;
    }
    if (state.dirty()) {
      LOG.warn(
          "the schema of database {} is dirty at version {}: a step began and did not end."
              + " observoor migrate up repeats it",
          settings.database(),
          state.version());
    }
    tell(state, migrations.apply(form));
  }

  private void tell(State state, Migrations known) {
    if (state.version() > known.newest()) {
      LOG.warn(
          "the schema of database {} is at version {}, newer than this agent, which knows it up to"
              + " {}: rows go on to every table that has the columns they need",
          settings.database(),
          state.version(),
          known.newest());
    } else if (state.version() == Migration.OF_REFERENCE && !state.dirty()) {
      LOG.info(
          "database {} is at version {}: made by the reference agent, its tables are continued",
          settings.database(),
          state.version());
    } else if (state.version() == State.NONE && !settings.makeTables()) {
      LOG.info(
          "database {} has no migrations: its tables are taken as they are", settings.database());
    } else if (state.version() < known.newest() && !settings.makeTables()) {
      LOG.warn(
          "the schema of database {} is at version {} of {}: observoor migrate up, or"
              + " migrations.enabled, makes what is missing",
          settings.database(),
          state.version(),
          known.newest());
    }
  }

  /**
   * Makes sure that rows of these columns can go to their table: makes it, or adds the columns that
   * it lacks, when tables are to be made.
   *
   * @throws SinkException when the server cannot be asked: try again
   */
  public TableCheck ensure(TableSchema schema) throws SinkException {
    Form form = form();
    return new TableKeeper(server.in(settings.database()), catalog, form, settings).ensure(schema);
  }

  /**
   * The columns that a table has on the server, in its order; none when there is no such table.
   *
   * @throws SinkException when the server cannot be asked
   */
  public List<ServerColumn> columnsOf(String table) throws SinkException {
    return catalog.columns(table);
  }

  /** See {@link io.observoor.api.sink.SchemaMigrations#status}. */
  public Status status() throws SinkException {
    Migrations known;
    State state;
    if (catalog.hasDatabase()) {
      Form form = form();
      known = migrations.apply(form);
      state = migrator(form).state();
    } else {
      known = migrations.apply(settings.cluster() ? Form.CLUSTER : Form.SINGLE);
      state = State.EMPTY;
    }
    return new Status(
        Math.max(0, state.version()),
        state.dirty(),
        known.newest(),
        known.steps().stream()
            .map(
                step ->
                    new Step(
                        step.version(),
                        step.title(),
                        step.version() < state.version()
                            || (step.version() == state.version() && !state.dirty())))
            .toList());
  }

  /** See {@link io.observoor.api.sink.SchemaMigrations#up}. */
  public int up(Consumer<String> progress) throws SinkException, InterruptedException {
    Form form = createDatabase();
    int done = migrator(form).up(progress);
    keepTimeToLive(form, migrations.apply(form).tables());
    return done;
  }

  /** See {@link io.observoor.api.sink.SchemaMigrations#down}. */
  public int down(int steps, Consumer<String> progress) throws SinkException, InterruptedException {
    return catalog.hasDatabase() ? migrator(form()).down(steps, progress) : 0;
  }

  private Form createDatabase() throws SinkException {
    if (catalog.hasDatabase()) {
      return form();
    }
    Form form = settings.cluster() ? Form.CLUSTER : Form.SINGLE;
    catalog.execute(new Ddl(form).createDatabase(settings.database()));
    LOG.info("made database {}", settings.database());
    return form;
  }

  private Migrator migrator(Form form) {
    return new Migrator(server.in(settings.database()), migrations.apply(form), clock);
  }

  /**
   * The form of the tables: what was configured, but the reference agent's tables are always those
   * of a cluster, and its configuration does not say so.
   */
  private Form form() throws SinkException {
    Collection<String> names = migrations.apply(Form.SINGLE).tables();
    Map<String, ServerTable> tables = catalog.tables(names);
    Optional<ServerTable> distributed =
        tables.values().stream().filter(ServerTable::isDistributed).findFirst();
    Optional<ServerTable> single =
        tables.values().stream().filter(ServerTable::holdsRows).findFirst();
    if (settings.cluster() && single.isPresent()) {
      throw new SinkException(
          "table %s of database %s holds rows of one server, but migrations.cluster is true: set it to false, or name another database"
              .formatted(single.get().name(), settings.database()));
    }
    return settings.cluster() || distributed.isPresent() ? Form.CLUSTER : Form.SINGLE;
  }

  private void keepTimeToLive(Form form, List<String> tables) throws SinkException {
    Ddl ddl = new Ddl(form);
    Collection<String> storages =
        Stream.concat(tables.stream(), tables.stream().map(ddl::storage))
            .collect(Collectors.toSet());
    int changed = 0;
    for (ServerTable table : catalog.tables(storages).values()) {
      if (TimeToLive.keep(server.in(settings.database()), ddl, table, settings.timeToLive())) {
        changed++;
      }
    }
    if (changed > 0) {
      LOG.info(
          "{} tables of database {} {}",
          changed,
          settings.database(),
          settings.timeToLive().isZero()
              ? "keep their rows for ever now"
              : "keep their rows for " + settings.timeToLive().toHours() + " h now");
    }
  }
}
