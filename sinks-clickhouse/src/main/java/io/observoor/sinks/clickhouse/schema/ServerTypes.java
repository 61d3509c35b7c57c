package io.observoor.sinks.clickhouse.schema;

import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.Histogram;
import java.util.stream.Collectors;

/** The types of columns as ClickHouse writes them. */
public final class ServerTypes {
  private ServerTypes() {}

  /** The type of a column of ours. */
  public static String of(ColumnType type) {
    return switch (type) {
      case Scalar scalar -> scalar(scalar);
      case ColumnType.Array array -> "Array(" + scalar(array.element()) + ")";
      case ColumnType.Buckets _ ->
          Histogram.BUCKETS.stream()
              .map(bucket -> bucket + " UInt32")
              .collect(Collectors.joining(", ", "Tuple(", ")"));
    };
  }

  /** Whether values that are written for one type are values of the other. */
  static boolean isWrittenAlike(String ours, String theirs) {
    return wire(ours).equals(wire(theirs));
  }

  /** What decides how values are written: a dictionary and a time zone do not. */
  private static String wire(String type) {
    return type.replaceAll("LowCardinality\\(([^()]*)\\)", "$1")
        .replaceAll("DateTime64\\((\\d+), *'[^']*'\\)", "DateTime64($1)")
        .replaceAll("[`\"]", "");
  }

  private static String scalar(Scalar scalar) {
    return switch (scalar) {
      case DATETIME_MILLIS -> "DateTime64(3)";
      case BOOL -> "Bool";
      case UINT8 -> "UInt8";
      case UINT16 -> "UInt16";
      case UINT32 -> "UInt32";
      case UINT64 -> "UInt64";
      case INT32 -> "Int32";
      case INT64 -> "Int64";
      case FLOAT32 -> "Float32";
      case TEXT -> "String";
      case LOW_CARDINALITY_TEXT -> "LowCardinality(String)";
    };
  }
}
