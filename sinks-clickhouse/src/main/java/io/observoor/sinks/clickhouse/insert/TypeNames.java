package io.observoor.sinks.clickhouse.insert;

import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.Histogram;
import java.util.stream.Collectors;

/**
 * What a column's type is called in a block. ClickHouse converts where the table's column is of
 * another one.
 */
final class TypeNames {
  private static final String BUCKETS =
      Histogram.BUCKETS.stream()
          .map(bucket -> bucket + " UInt32")
          .collect(Collectors.joining(", ", "Tuple(", ")"));

  private TypeNames() {}

  static String of(ColumnType type) {
    return switch (type) {
      case Scalar scalar -> of(scalar);
      case ColumnType.Buckets buckets -> BUCKETS;
      // a list's texts are sent as they are, without a dictionary
      case ColumnType.Array array when array.element().isText() -> "Array(String)";
      case ColumnType.Array array -> "Array(" + of(array.element()) + ")";
    };
  }

  private static String of(Scalar scalar) {
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
