package io.observoor.benchmarks.clickhouse;

import com.clickhouse.data.ClickHouseFormat;
import io.observoor.api.batch.Batch;
import io.observoor.api.batch.Column;
import io.observoor.api.batch.Table;
import io.observoor.api.batch.WindowRows;
import io.observoor.sinks.clickhouse.connection.ClickHouseConnection;
import io.observoor.sinks.clickhouse.connection.ConnectionSettings;
import io.observoor.sinks.clickhouse.connection.Connector;
import io.observoor.sinks.clickhouse.insert.InsertStatistics;
import io.observoor.sinks.clickhouse.insert.Inserter;
import io.observoor.sinks.clickhouse.insert.PendingRows;
import io.observoor.sinks.clickhouse.insert.RefusalCounter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Methods to insert batches into ClickHouse. */
enum InsertMethod {
  /** The sink's: 10,000 rows at a time, a Native block per table, concurrently. */
  NATIVE("native") {
    @Override
    void insert(ConnectionSettings settings, List<Batch> batches) throws Exception {
      Connector connector = new Connector(settings);
      try (Inserter inserter =
          new Inserter(
              connector.connect(),
              connector,
              SampleBatches.INSTALLATION,
              _ -> Optional.empty(),
              new InsertStatistics(),
              new RefusalCounter(),
              settings.workers())) {
        PendingRows pending = new PendingRows();
        for (Batch batch : batches) {
          pending.add(batch);
          if (pending.rows() >= BATCH_ROWS) {
            inserter.insert(pending.tables());
            pending.clear();
          }
        }
        inserter.insert(pending.tables());
      }
    }
  },
  /** 10,000 rows at a time in RowBinary. */
  ROW_BINARY("rowbinary") {
    @Override
    void insert(ConnectionSettings settings, List<Batch> batches) throws Exception {
      RowBinary format = new RowBinary();
      byTable(
          settings,
          batches,
          (connection, tables) ->
              connection.insert(
                  tables.getFirst().schema().name(),
                  tables.getFirst().schema().columns().stream().map(Column::name).toList(),
                  ClickHouseFormat.RowBinary,
                  "",
                  0,
                  out -> format.write(tables, out)));
    }
  },
  /** 10,000 rows at a time as literals. */
  VALUES("values") {
    @Override
    void insert(ConnectionSettings settings, List<Batch> batches) throws Exception {
      byTable(
          settings,
          batches,
          (connection, tables) ->
              connection.query(settings.database(), ValuesText.statement(tables)));
    }
  },
  /** The reference agent's: literals, an INSERT for each table of each window. */
  REFERENCE("reference") {
    @Override
    void insert(ConnectionSettings settings, List<Batch> batches) throws Exception {
      try (ClickHouseConnection connection = new Connector(settings).connect()) {
        for (Batch batch : batches) {
          for (Table table : batch.rows().tables()) {
            connection.query(settings.database(), ValuesText.statement(List.of(table)));
          }
        }
      }
    }
  };

  private static final int BATCH_ROWS = 10_000;
  private final String id;

  InsertMethod(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  abstract void insert(ConnectionSettings settings, List<Batch> batches) throws Exception;

  @FunctionalInterface
  interface TableInsert {
    void insert(ClickHouseConnection connection, List<Table> tables) throws Exception;
  }

  private static void byTable(ConnectionSettings settings, List<Batch> batches, TableInsert insert)
      throws Exception {
    try (ClickHouseConnection connection = new Connector(settings).connect()) {
      Map<String, List<Table>> waiting = new LinkedHashMap<>();
      long rows = 0;
      for (int i = 0; i < batches.size(); i++) {
        WindowRows window = batches.get(i).rows();
        for (Table table : window.tables()) {
          waiting.computeIfAbsent(table.schema().name(), _ -> new ArrayList<>()).add(table);
        }
        rows += window.rowCount();
        if (rows >= BATCH_ROWS || i + 1 == batches.size()) {
          for (List<Table> tables : waiting.values()) {
            insert.insert(connection, tables);
          }
          waiting.clear();
          rows = 0;
        }
      }
    }
  }
}
