package io.observoor.api.probe;

import io.observoor.api.batch.Column;
import io.observoor.api.batch.ColumnType;
import io.observoor.api.batch.ColumnType.Scalar;
import io.observoor.api.batch.TableSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * The declaration of a metric: an aggregate of some events in each window, for each process and
 * combination of dimensions. Each metric is one table of the output; {@link #schema} derives its
 * columns.
 *
 * @param name the table's name, unique among all installed probes
 * @param kind how values are aggregated
 * @param dimensions what distinguishes the rows of a process and window, in the order of the
 *     columns
 * @param inputs the events that feed it
 */
public record MetricDeclaration(
    String name, MetricKind kind, List<Dimension> dimensions, List<MetricInput> inputs) {

  /** Copies the lists. */
  public MetricDeclaration {
    dimensions = List.copyOf(dimensions);
    inputs = List.copyOf(inputs);
  }

  /** Declares a latency without dimensions and inputs. */
  public static MetricDeclaration latency(String name) {
    return new MetricDeclaration(name, MetricKind.LATENCY, List.of(), List.of());
  }

  /** Declares a counter without dimensions and inputs. */
  public static MetricDeclaration counter(String name) {
    return new MetricDeclaration(name, MetricKind.COUNTER, List.of(), List.of());
  }

  /** Declares a gauge without dimensions and inputs. */
  public static MetricDeclaration gauge(String name) {
    return new MetricDeclaration(name, MetricKind.GAUGE, List.of(), List.of());
  }

  /** Adds a dimension at the end. */
  public MetricDeclaration by(Dimension dimension) {
    List<Dimension> more = new ArrayList<>(dimensions);
    more.add(dimension);
    return new MetricDeclaration(name, kind, more, inputs);
  }

  /** Adds an input, which gives a code for each dimension, in their order. */
  public MetricDeclaration from(MetricInput input) {
    List<MetricInput> more = new ArrayList<>(inputs);
    more.add(input);
    return new MetricDeclaration(name, kind, dimensions, more);
  }

  /** The columns of its table: its dimensions, then the values of its kind. */
  public TableSchema schema() {
    List<Column> own = new ArrayList<>();
    for (Dimension dimension : dimensions) {
      ColumnType type =
          dimension.reading() instanceof Dimension.Reading.Numeric
              ? Scalar.UINT32
              : Scalar.LOW_CARDINALITY_TEXT;
      own.add(Column.dimension(dimension.name(), type));
    }
    own.add(Column.value("sum", Scalar.FLOAT32));
    own.add(Column.value("count", Scalar.UINT32));
    if (kind != MetricKind.COUNTER) {
      own.add(Column.value("min", Scalar.FLOAT32));
      own.add(Column.value("max", Scalar.FLOAT32));
    }
    if (kind == MetricKind.LATENCY) {
      own.add(Column.value("histogram", new ColumnType.Buckets()));
    }
    return TableSchema.ofProcesses(name, own);
  }
}
