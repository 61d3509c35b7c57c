package io.observoor.sinks.clickhouse.schema;

import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.Histogram;
import java.util.stream.Collectors;

/** Maps column types to ClickHouse's types. */
public final class ColumnTypes {
  private static final String BUCKETS =
      Histogram.BUCKETS.stream()
          .map(bucket -> bucket + " UInt32")
          .collect(Collectors.joining(", ", "Tuple(", ")"));

  private ColumnTypes() {}

  /** Returns ClickHouse's name of a type. */
  public static String of(ColumnType type) {
    return switch (type) {
      case ColumnType.Array array -> "Array(" + of(array.element()) + ")";
      case ColumnType.Buckets _ -> BUCKETS;
      case Scalar.DATETIME_MILLIS -> "DateTime64(3)";
      case Scalar.BOOL -> "Bool";
      case Scalar.UINT8 -> "UInt8";
      case Scalar.UINT16 -> "UInt16";
      case Scalar.UINT32 -> "UInt32";
      case Scalar.UINT64 -> "UInt64";
      case Scalar.INT32 -> "Int32";
      case Scalar.INT64 -> "Int64";
      case Scalar.FLOAT32 -> "Float32";
      case Scalar.TEXT -> "String";
      case Scalar.LOW_CARDINALITY_TEXT -> "LowCardinality(String)";
    };
  }

  /** Returns whether two types encode values alike: dictionaries and time zones do not matter. */
  static boolean haveSameEncoding(String a, String b) {
    return encoding(a).equals(encoding(b));
  }

  private static String encoding(String type) {
    return type.replaceAll("LowCardinality\\(([^()]*)\\)", "$1")
        .replaceAll("DateTime64\\((\\d+), *'[^']*'\\)", "DateTime64($1)")
        .replaceAll("[`\"]", "");
  }
}
