package io.observoor.sinks.clickhouse.schema;

import java.util.List;

/** Whether rows can go to a table. */
public sealed interface TableCheck {

  /**
   * They can.
   *
   * @param columns what the server's table has, in its order; more than the declaration perhaps
   */
  record Ready(List<ServerColumn> columns) implements TableCheck {
    /** Copies the list. */
    public Ready {
      columns = List.copyOf(columns);
    }
  }

  /**
   * They cannot, and trying again does not help; other tables are not concerned.
   *
   * @param reason names the table, what is wrong with it, and what to do
   */
  record Unusable(String reason) implements TableCheck {}
}
