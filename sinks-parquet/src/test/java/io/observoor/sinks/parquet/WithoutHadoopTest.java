package io.observoor.sinks.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.observoor.api.sink.SinkContext;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle contains no Hadoop: writing must not load its classes or those of its codecs. */
public final class WithoutHadoopTest {
  private static final List<String> ABSENT =
      List.of("hadoop-common", "snappy-java", "aircompressor", "commons-pool", "javax.annotation");

  @TempDir private Path data;

  /** Returns the number of files written; called by reflection in a separate class loader. */
  public static int write(Path data) throws Exception {
    ParquetSink sink = Samples.sink(data);
    sink.open(new SinkContext(Samples.INSTALLATION, 0));
    sink.write(Samples.batch(1, Samples.NOON, Samples.latency("read", Samples.NOON, 2_000)));
    sink.flush();
    sink.close();
    return Samples.files(data).size();
  }

  @Test
  void writesWithoutHadoop() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      String name = new File(entry).getName();
      if (ABSENT.stream().noneMatch(name::startsWith)) {
        urls.add(new File(entry).toURI().toURL());
      }
    }
    assertFalse(urls.isEmpty());
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      assertThrows(
          ClassNotFoundException.class,
          () -> loader.loadClass("org.apache.hadoop.conf.Configuration"));
      Object files =
          loader
              .loadClass(WithoutHadoopTest.class.getName())
              .getMethod("write", Path.class)
              .invoke(null, data);
      assertEquals(1, files);
    }
  }
}
