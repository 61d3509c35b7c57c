package io.observoor.sinks.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.Histogram;
import io.observoor.api.batch.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Maps a table's columns to a Parquet schema: same names, same order, all required. See <a
 * href="https://github.com/apache/parquet-format/blob/master/LogicalTypes.md">LogicalTypes</a>.
 */
final class ParquetSchema {
  /** The version of this mapping, in the metadata of each file. */
  static final String VERSION = "1";

  private ParquetSchema() {}

  static MessageType of(TableSchema schema) {
    List<Type> types = new ArrayList<>();
    for (Column column : schema.columns()) {
      types.add(type(column));
    }
    return new MessageType(schema.name(), types);
  }

  private static Type type(Column column) {
    return switch (column.type()) {
      case Scalar scalar -> scalar(scalar, column.name());
      case ColumnType.Buckets buckets -> buckets(column.name());
      case ColumnType.Array array ->
          Types.requiredList().element(scalar(array.element(), "element")).named(column.name());
    };
  }

  private static GroupType buckets(String name) {
    List<Type> fields = new ArrayList<>();
    for (String bucket : Histogram.BUCKETS) {
      fields.add(scalar(Scalar.UINT32, bucket));
    }
    return new GroupType(Type.Repetition.REQUIRED, name, fields);
  }

  private static PrimitiveType scalar(Scalar type, String name) {
    Types.PrimitiveBuilder<PrimitiveType> builder = Types.required(physical(type));
    return switch (type) {
      case DATETIME_MILLIS -> builder.as(timestampType(true, TimeUnit.MILLIS)).named(name);
      case UINT8 -> builder.as(intType(8, false)).named(name);
      case UINT16 -> builder.as(intType(16, false)).named(name);
      case UINT32 -> builder.as(intType(32, false)).named(name);
      case UINT64 -> builder.as(intType(64, false)).named(name);
      case INT32 -> builder.as(intType(32, true)).named(name);
      case INT64 -> builder.as(intType(64, true)).named(name);
      case TEXT, LOW_CARDINALITY_TEXT -> builder.as(stringType()).named(name);
      case BOOL, FLOAT32 -> builder.named(name);
    };
  }

  static PrimitiveTypeName physical(Scalar type) {
    return switch (type) {
      case DATETIME_MILLIS, UINT64, INT64 -> PrimitiveTypeName.INT64;
      case UINT8, UINT16, UINT32, INT32 -> PrimitiveTypeName.INT32;
      case BOOL -> PrimitiveTypeName.BOOLEAN;
      case FLOAT32 -> PrimitiveTypeName.FLOAT;
      case TEXT, LOW_CARDINALITY_TEXT -> PrimitiveTypeName.BINARY;
    };
  }
}
