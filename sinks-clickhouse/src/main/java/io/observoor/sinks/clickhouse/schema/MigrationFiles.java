package io.observoor.sinks.clickhouse.schema;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the files of the migrations from the declarations of the tables, so that they and the
 * agent's own tables cannot differ. One statement a file, as golang-migrate wants it.
 */
public final class MigrationFiles {
  private static final String REFERENCE =
      """
      -- Version 7 is where the migrations of the reference agent end. Its tables are continued as they are:
      -- the steps after this one make only those that are missing.
      SELECT 1
      """;

  private MigrationFiles() {}

  /**
   * The files of a folder.
   *
   * @param tables in the order of the versions; a new one belongs at the end
   * @return their texts by name
   */
  public static Map<String, String> of(Form form, List<TableDeclaration> tables) {
    List<Migration> steps = new ArrayList<>();
    steps.add(new Migration(Migration.OF_REFERENCE, "reference", REFERENCE, "SELECT 1\n"));
    Ddl ddl = new Ddl(form);
    for (TableDeclaration table : tables) {
      String name = table.schema().name();
      steps.add(create(steps, ddl, ddl.storage(name), ddl.createStorage(table, Duration.ZERO)));
      if (form == Form.CLUSTER) {
        steps.add(create(steps, ddl, name, ddl.createDistributed(table)));
      }
    }
    Map<String, String> files = new TreeMap<>();
    for (Migration step : steps) {
      String name = "%06d_%s".formatted(step.version(), step.title());
      files.put(name + ".up.sql", step.up());
      files.put(name + ".down.sql", step.down());
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
}
