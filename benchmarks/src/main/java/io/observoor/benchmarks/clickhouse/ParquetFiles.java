package io.observoor.benchmarks.clickhouse;

import io.observoor.api.batch.Batch;
import io.observoor.api.sink.SinkContext;
import io.observoor.sinks.parquet.ParquetSink;
import io.observoor.sinks.parquet.ParquetSinkConfiguration;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

/** Writes the same rows to Parquet files by the sink. */
final class ParquetFiles {
  private ParquetFiles() {}

  static double bytesARow(Path directory, List<Batch> batches) throws Exception {
    Bundle bundle = proxy(Bundle.class, (_, _, _) -> Version.emptyVersion);
    ParquetSink sink =
        new ParquetSink(
            proxy(BundleContext.class, (_, _, _) -> bundle),
            proxy(
                ParquetSinkConfiguration.class,
                (_, method, _) ->
                    method.getName().equals("directory")
                        ? directory.toString()
                        : method.getName().equals("rollBytes")
                            ? Long.MAX_VALUE
                            : method.getDefaultValue()));
    sink.open(new SinkContext(SampleBatches.INSTALLATION, 0));
    long rows = 0;
    for (Batch batch : batches) {
      sink.write(batch);
      rows += batch.rows().rowCount();
    }
    sink.flush();
    sink.close();
    return size(directory) / (double) rows;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static long size(Path directory) throws IOException {
    long size = 0;
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        size += Files.size(path);
      }
    }
    return size;
  }
}
