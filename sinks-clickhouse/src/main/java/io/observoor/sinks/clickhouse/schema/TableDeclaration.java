package io.observoor.sinks.clickhouse.schema;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.TableSchema;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The declaration of a table.
 *
 * @param schema the columns and keys
 * @param sampled whether the rows come from events that can be sampled, which gives the sampling
 *     columns defaults
 * @param comment the comment of the table
 * @param comments the comments of columns by name; other columns get one for their source
 */
public record TableDeclaration(
    TableSchema schema, boolean sampled, String comment, Map<String, String> comments) {

  public TableDeclaration {
    comments = Map.copyOf(comments);
  }

  /** Declares a table of which only the schema is known. */
  public static TableDeclaration of(TableSchema schema) {
    Map<String, String> comments = new HashMap<>();
    if (has(schema, "sum") && has(schema, "count")) {
      comments.put("sum", "Sum of the values");
      comments.put("count", "How many events");
      comments.put("min", "Smallest value");
      comments.put("max", "Greatest value");
      comments.put(
          "histogram", "How many events in each bucket, by its upper bound, not cumulative");
    }
    return new TableDeclaration(
        schema, true, "Made from the declaration of " + schema.name(), comments);
  }

  private static boolean has(TableSchema schema, String column) {
    return schema.columns().stream().anyMatch(it -> it.name().equals(column));
  }

  /** Returns the comment of a column; empty without one. */
  String comment(Column column) {
    return Optional.ofNullable(comments.get(column.name()))
        .orElseGet(() -> commentOf(column.source(), column.name()));
  }

  private static String commentOf(Column.Source source, String name) {
    return switch (source) {
      case UPDATED -> "When the row was made, the newest of equal rows stays";
      case TIME -> name.equals("event_time") ? "When it was looked at" : "Start of the window";
      case INTERVAL -> "Length of the window in ms, shorter where a slot cuts it";
      case SLOT -> "Slot of the network at that time";
      case SLOT_START -> "When that slot began";
      case PID -> "Process";
      case CLIENT_TYPE -> "Ethereum client that the process is, such as geth";
      case SAMPLING_MODE -> "How the events were sampled: none, probability or nth";
      case SAMPLING_RATE -> "Share of the events that was kept, nothing is scaled by it";
      case META_CLIENT_NAME -> "Configured name of this node";
      case META_NETWORK_NAME -> "Network, such as mainnet";
      case DIMENSION, VALUE -> "";
    };
  }
}
