package io.observoor.delivery.codec;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.TableSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes a table's schema: its name, the count of columns, and for each column its name, the form
 * of its type, the scalar's name if it has one, and its source. Types and sources are written by
 * name, so that stored batches stay readable when enums change; zstd compresses the repetitions.
 */
final class SchemaCodec {
  private static final int SCALAR = 0;
  private static final int ARRAY = 1;
  private static final int BUCKETS = 2;

  /** The shortest column: two empty texts and the type's form. */
  private static final int SMALLEST_COLUMN = 9;

  private SchemaCodec() {}

  static void write(TableSchema schema, ByteWriter out) {
    out.putText(schema.name());
    out.putInt(schema.columns().size());
    for (Column column : schema.columns()) {
      out.putText(column.name());
      switch (column.type()) {
        case ColumnType.Scalar scalar -> {
          out.putByte(SCALAR);
          out.putText(scalar.name());
        }
        case ColumnType.Array array -> {
          out.putByte(ARRAY);
          out.putText(array.element().name());
        }
        case ColumnType.Buckets buckets -> out.putByte(BUCKETS);
      }
      out.putText(column.source().name());
    }
  }

  static TableSchema read(ByteSource in) throws CorruptBatchException {
    String name = in.getText();
    int count = in.getCount(SMALLEST_COLUMN);
    List<Column> columns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String column = in.getText();
      ColumnType type = readType(in);
      columns.add(new Column(column, type, constant(Column.Source.class, in.getText())));
    }
    return new TableSchema(name, columns);
  }

  private static ColumnType readType(ByteSource in) throws CorruptBatchException {
    int form = in.getByte();
    return switch (form) {
      case SCALAR -> constant(ColumnType.Scalar.class, in.getText());
      case ARRAY -> new ColumnType.Array(constant(ColumnType.Scalar.class, in.getText()));
      case BUCKETS -> new ColumnType.Buckets();
      default -> throw new CorruptBatchException("unknown form of a column type: " + form);
    };
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name)
      throws CorruptBatchException {
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new CorruptBatchException("unknown " + type.getSimpleName() + " in a schema", e);
    }
  }
}
