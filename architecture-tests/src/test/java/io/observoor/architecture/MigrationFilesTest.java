package io.observoor.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.observoor.sinks.clickhouse.schema.TableTopology;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The files in deploy/migrations match the declarations of the tables. */
class MigrationFilesTest {
  @ParameterizedTest
  @EnumSource
  void filesAreUpToDate(TableTopology topology) throws IOException {
    assertEquals(
        MigrationFiles.generate(topology),
        MigrationFiles.read(MigrationFiles.FOLDER.resolve(topology.folder())),
        "run make migrations");
  }

  /**
   * golang-migrate's driver counts question marks and names after an at sign as parameters, and can
   * split files at semicolons.
   */
  @ParameterizedTest
  @EnumSource
  void statementsContainNoSpecialCharactersOfGolangMigrate(TableTopology topology)
      throws IOException {
    MigrationFiles.generate(topology)
        .forEach((name, text) -> assertFalse(text.matches("(?s).*[;?@].*"), name + ": " + text));
  }

  @Test
  void everyColumnHasAComment() throws IOException {
    MigrationFiles.generate(TableTopology.SINGLE)
        .forEach(
            (name, text) ->
                text.lines()
                    .filter(line -> line.startsWith("    "))
                    .forEach(
                        line -> assertFalse(!line.contains(" COMMENT '"), name + ": " + line)));
  }
}
