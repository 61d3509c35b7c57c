package io.observoor.architecture;

import io.observoor.api.batch.LossTable;
import io.observoor.api.batch.TableSchema;
import io.observoor.sinks.clickhouse.schema.Ddl;
import io.observoor.sinks.clickhouse.schema.Migration;
import io.observoor.sinks.clickhouse.schema.TableDeclaration;
import io.observoor.sinks.clickhouse.schema.TableTopology;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Generates the files in deploy/migrations from the declarations of the tables; {@code make
 * migrations} runs it. Each file has one statement, as golang-migrate requires.
 */
public final class MigrationFiles {
  static final Path FOLDER = Path.of("..", "deploy", "migrations").toAbsolutePath().normalize();

  /** The tables that the reference agent lacks. Append new ones: versions do not change. */
  private static final List<TableSchema> OWN = List.of(LossTable.SCHEMA);

  private static final String REFERENCE =
      """
      -- Version 7 is where the migrations of the reference agent end. Its tables are continued as they are:
      -- the steps after this one make only those that are missing.
      SELECT 1
      """;

  private MigrationFiles() {}

  /** Replaces all files in deploy/migrations. */
  public static void main(String[] arguments) throws IOException {
    for (TableTopology topology : TableTopology.values()) {
      Path folder = Files.createDirectories(FOLDER.resolve(topology.folder()));
      for (String old : read(folder).keySet()) {
        Files.delete(folder.resolve(old));
      }
      for (Map.Entry<String, String> file : generate(topology).entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
    }
  }

  /** Returns the contents of the existing files by name. */
  static Map<String, String> read(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path file : paths.toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return files;
  }

  /** Returns the contents of the generated files by name. */
  static Map<String, String> generate(TableTopology topology) throws IOException {
    List<Migration> migrations = new ArrayList<>();
    migrations.add(
        new Migration(Migration.REFERENCE_VERSION, "reference", REFERENCE, "SELECT 1\n"));
    Ddl ddl = new Ddl(topology);
    for (TableDeclaration table : tables()) {
      String name = table.schema().name();
      migrations.add(
          create(migrations, ddl, ddl.storage(name), ddl.createStorage(table, Duration.ZERO)));
      if (topology == TableTopology.CLUSTER) {
        migrations.add(create(migrations, ddl, name, ddl.createDistributed(table)));
      }
    }
    Map<String, String> files = new TreeMap<>();
    for (Migration migration : migrations) {
      String name = "%06d_%s".formatted(migration.version(), migration.title());
      files.put(name + ".up.sql", migration.up());
      files.put(name + ".down.sql", migration.down());
    }
    return files;
  }

  private static Migration create(List<Migration> before, Ddl ddl, String table, String statement) {
    return new Migration(
        before.getLast().version() + 1,
        "create_" + table,
        statement + "\n",
        ddl.drop(table) + "\n");
  }

  private static List<TableDeclaration> tables() throws IOException {
    Properties comments = new Properties();
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(
                MigrationFiles.class.getResourceAsStream("/table-comments.properties")),
            StandardCharsets.UTF_8)) {
      comments.load(in);
    }
    Map<String, TableSchema> reference = DeclaredTables.ofReference();
    return Stream.concat(
            ReferenceTablesTest.rows("reference-order-keys.tsv").stream()
                .map(row -> reference.get(row[0])),
            OWN.stream())
        .map(schema -> declaration(schema, comments))
        .toList();
  }

  private static TableDeclaration declaration(TableSchema schema, Properties comments) {
    Map<String, String> columnComments = new HashMap<>();
    schema
        .columns()
        .forEach(
            column -> {
              String general = comments.getProperty("column." + column.name());
              String own =
                  comments.getProperty("column." + schema.name() + "." + column.name(), general);
              if (own != null) {
                columnComments.put(column.name(), own);
              }
            });
    return new TableDeclaration(
        schema,
        !DeclaredTables.snapshots().contains(schema.name()),
        Objects.requireNonNull(
            comments.getProperty(schema.name()),
            () -> "table-comments.properties has no comment for " + schema.name()),
        columnComments);
  }
}
