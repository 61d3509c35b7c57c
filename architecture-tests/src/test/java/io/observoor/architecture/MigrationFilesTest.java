package io.observoor.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.observoor.api.batch.LossTable;
import io.observoor.api.batch.TableSchema;
import io.observoor.sinks.clickhouse.schema.Form;
import io.observoor.sinks.clickhouse.schema.MigrationFiles;
import io.observoor.sinks.clickhouse.schema.TableDeclaration;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The files in deploy/migrations match the declarations of the tables. {@code make migrations} sets
 * {@code -Dobservoor.migrations.write=true}, which rewrites them.
 */
class MigrationFilesTest {
  private static final Path FOLDER =
      Path.of("..", "deploy", "migrations").toAbsolutePath().normalize();

  /** Tables after the reference agent's. Append new tables: versions do not change. */
  private static final List<TableSchema> OURS = List.of(LossTable.SCHEMA);

  @ParameterizedTest
  @EnumSource
  void filesMatchTheDeclarations(Form form) throws IOException {
    Map<String, String> expected = MigrationFiles.of(form, tables());
    Path folder = FOLDER.resolve(form.folder());
    if (Boolean.getBoolean("observoor.migrations.write")) {
      write(folder, expected);
    }

    assertEquals(expected, read(folder), "run make migrations");
  }

  /**
   * golang-migrate's driver takes question marks and names after an at sign for parameters, and may
   * split at semicolons.
   */
  @ParameterizedTest
  @EnumSource
  void noStatementHasGolangMigratesSpecialCharacters(Form form) throws IOException {
    MigrationFiles.of(form, tables())
        .forEach((name, text) -> assertFalse(text.matches("(?s).*[;?@].*"), name + ": " + text));
  }

  @Test
  void everyColumnHasAComment() throws IOException {
    MigrationFiles.of(Form.SINGLE, tables())
        .forEach(
            (name, text) ->
                text.lines()
                    .filter(line -> line.startsWith("    "))
                    .forEach(
                        line -> assertFalse(!line.contains(" COMMENT '"), name + ": " + line)));
  }

  private static List<TableDeclaration> tables() throws IOException {
    Properties comments = new Properties();
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(
                MigrationFilesTest.class.getResourceAsStream("/table-comments.properties")),
            StandardCharsets.UTF_8)) {
      comments.load(in);
    }
    Map<String, TableSchema> reference = DeclaredTables.ofReference();
    return Stream.concat(
            ReferenceTablesTest.rows("reference-order-keys.tsv").stream()
                .map(row -> reference.get(row[0])),
            OURS.stream())
        .map(schema -> declaration(schema, comments))
        .toList();
  }

  private static TableDeclaration declaration(TableSchema schema, Properties comments) {
    Map<String, String> ofColumns = new HashMap<>();
    schema
        .columns()
        .forEach(
            column -> {
              String general = comments.getProperty("column." + column.name());
              String own =
                  comments.getProperty("column." + schema.name() + "." + column.name(), general);
              if (own != null) {
                ofColumns.put(column.name(), own);
              }
            });
    return new TableDeclaration(
        schema,
        !DeclaredTables.snapshots().contains(schema.name()),
        Objects.requireNonNull(
            comments.getProperty(schema.name()),
            () -> "table-comments.properties has no comment of " + schema.name()),
        ofColumns);
  }

  private static Map<String, String> read(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.list(folder)) {
        for (Path file : all.toList()) {
          files.put(file.getFileName().toString(), Files.readString(file));
        }
      }
    }
    return files;
  }

  private static void write(Path folder, Map<String, String> files) throws IOException {
    Files.createDirectories(folder);
    for (String old : read(folder).keySet()) {
      Files.delete(folder.resolve(old));
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }
}
