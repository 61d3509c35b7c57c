package io.observoor.sinks.clickhouse.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.TableSchema;
import io.observoor.api.sink.SinkException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables of metrics without a migration, and the TTL of tables. */
class TableTest extends SchemaFixture {
  private static final Column HITS = Column.value("hits", Scalar.UINT32);
  private static final Column MISSES = Column.value("misses", Scalar.UINT64);
  private static final Column PATH = Column.dimension("path", Scalar.LOW_CARDINALITY_TEXT);

  @BeforeEach
  void createDatabase() {
    server.query("CREATE DATABASE " + database);
  }

  private static TableSchema mine(Column... own) {
    return TableSchema.ofProcesses("mine", List.of(own));
  }

  private void assertReady(TableSchema schema) throws SinkException {
    assertEquals(Optional.empty(), creating().ensure(schema));
    assertEquals(
        schema.columns().stream()
            .map(column -> Map.entry(column.name(), ColumnTypes.of(column.type())))
            .toList(),
        List.copyOf(columns(schema.name()).entrySet()));
  }

  private Map<String, String> columns(String table) throws SinkException {
    return new Database(single, database).columns(table);
  }

  private static void assertUnusable(String part, Optional<String> problem) {
    assertTrue(problem.orElseThrow().contains(part), problem::toString);
  }

  private String ofTable(String column) {
    return server.value(
        "SELECT %s FROM system.tables WHERE name = 'mine' AND database = '%s'"
            .formatted(column, database));
  }

  @Test
  void createsATableFromItsDeclaration() throws SinkException {
    TableSchema schema =
        mine(
            PATH,
            HITS,
            Column.value("sum", Scalar.FLOAT32),
            Column.value("histogram", new ColumnType.Buckets()),
            Column.value("text", Scalar.TEXT),
            Column.value("flag", Scalar.BOOL),
            Column.value("small", Scalar.UINT8),
            Column.value("signed", Scalar.INT32),
            Column.value("big", Scalar.INT64),
            Column.value("list", new ColumnType.Array(Scalar.TEXT)));
    assertReady(schema);
    assertEquals(
        "meta_network_name, window_start, meta_client_name, pid, client_type, path",
        ofTable("sorting_key"));
    assertEquals("toStartOfMonth(window_start)", ofTable("partition_key"));

    single.executed.clear();
    assertReady(schema);
    assertEquals(List.of(), single.executed);
    assertEquals(schema.columns().size(), columns("mine").size());
    assertEquals(Map.of(), columns("yours"));
  }

  @Test
  void quotesNames() throws SinkException {
    assertReady(
        TableSchema.ofWindows(
            "net`io-2'", List.of(Column.dimension("a `b` 'c'", Scalar.TEXT), HITS)));
  }

  @Test
  void reportsAMissingTable() throws SinkException {
    assertUnusable("table mine does not exist", checking().ensure(mine(HITS)));
    assertEquals(List.of(), tables());
  }

  @Test
  void addsMissingColumns() throws SinkException {
    creating().ensure(mine(HITS));
    server.query(
        "INSERT INTO %s.mine (window_start, pid, hits) VALUES ('2026-01-01 00:00:00', 1, 5)"
            .formatted(database));
    assertUnusable("lacks misses", checking().ensure(mine(HITS, MISSES)));

    assertReady(mine(HITS, MISSES));

    assertEquals("5 0", server.value("SELECT hits || ' ' || misses FROM " + database + ".mine"));
  }

  /** Otherwise rows that differ only in it would replace each other. */
  @Test
  void addsANewDimensionToTheSortingKey() throws SinkException {
    creating().ensure(mine(HITS));
    assertReady(mine(PATH, HITS));
    for (String path : List.of("a", "b", "b")) {
      server.query(
          "INSERT INTO %s.mine (window_start, pid, path) VALUES ('2026-01-01 00:00:00', 1, '%s')"
              .formatted(database, path));
    }
    assertEquals("2", server.value("SELECT count() FROM " + database + ".mine FINAL"));
  }

  @Test
  void reportsAColumnOfAnotherType() throws SinkException {
    creating().ensure(mine(HITS));
    assertUnusable(
        "has column hits as UInt32, but its rows have UInt64",
        creating().ensure(mine(Column.value("hits", Scalar.UINT64))));
  }

  @Test
  void acceptsTypesWithTheSameEncoding() throws SinkException {
    server.query(
        """
        CREATE TABLE %s.mine (updated_date_time DateTime64(3, 'UTC'), window_start DateTime64(3, 'Europe/Berlin'),
          interval_ms UInt16, wallclock_slot UInt32, wallclock_slot_start_date_time DateTime64(3), hits UInt32,
          meta_client_name String, meta_network_name String, more String) ENGINE = ReplacingMergeTree(updated_date_time)
          ORDER BY (meta_network_name, window_start, meta_client_name)
        """
            .formatted(database));
    assertEquals(Optional.empty(), creating().ensure(TableSchema.ofWindows("mine", List.of(HITS))));
  }

  @Test
  void reportsASortingKeyThatWouldMergeRows() throws SinkException {
    creating().ensure(TableSchema.ofWindows("mine", List.of(HITS)));
    server.query("ALTER TABLE " + database + ".mine ADD COLUMN path LowCardinality(String)");
    assertUnusable(
        "is not sorted by path",
        creating().ensure(TableSchema.ofWindows("mine", List.of(PATH, HITS))));
  }

  private String timeToLive() {
    return TimeToLive.of(ofTable("engine_full")).orElse("none");
  }

  private void ensure(Duration timeToLive) throws SinkException {
    manager(single, true, false, timeToLive, InstantSource.system()).ensure(mine(HITS));
  }

  @Test
  void ttlFollowsTheConfiguration() throws SinkException {
    ensure(Duration.ofDays(30));
    assertEquals("toDateTime(window_start) + toIntervalSecond(2592000)", timeToLive());
    single.executed.clear();
    ensure(Duration.ofDays(30));
    assertEquals(List.of(), single.executed);

    ensure(Duration.ofDays(7));
    assertEquals("toDateTime(window_start) + toIntervalSecond(604800)", timeToLive());
    ensure(Duration.ZERO);
    assertEquals("none", timeToLive());
    single.executed.clear();
    ensure(Duration.ZERO);
    assertEquals(List.of(), single.executed);
  }

  @Test
  void keepsTheTtlOfAUser() throws SinkException {
    ensure(Duration.ZERO);
    server.query(
        "ALTER TABLE " + database + ".mine MODIFY TTL toDate(window_start) + INTERVAL 2 MONTH");
    String ttl = timeToLive();

    ensure(Duration.ofDays(7));
    assertEquals(ttl, timeToLive());
    ensure(Duration.ZERO);
    assertEquals(ttl, timeToLive());
  }

  @Test
  void migrationsSetTheTtlOfEveryTable() throws SinkException {
    manager(single, true, false, Duration.ofDays(30), InstantSource.system()).prepare();
    String count =
        "SELECT count() FROM system.tables WHERE position(engine_full, 'toIntervalSecond(2592000)') > 0 AND database = '"
            + database
            + "'";
    assertEquals("38", server.value(count));
    assertEquals(
        "2", server.value(count + " AND position(engine_full, 'toDateTime(event_time)') > 0"));
    creating().prepare();
    assertEquals("0", server.value(count));
  }
}
