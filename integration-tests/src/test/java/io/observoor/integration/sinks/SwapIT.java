package io.observoor.integration.sinks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.observoor.integration.ParquetRows;
import io.observoor.integration.Requirements;
import io.observoor.integration.RunningAgent;
import io.observoor.integration.Totals;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sinks are swapped, updated and reinstalled while a workload runs: no row is lost or doubled. */
final class SwapIT {
  private static final int SWAPS = 50;
  private static final int UPDATES = 3;
  private static final String BUNDLE = "io.observoor.sinks-clickhouse";

  @TempDir Path directory;

  @BeforeAll
  static void requirements() {
    Requirements.root();
  }

  /** Each row is in the files or in ClickHouse. */
  @Test
  void swapsBetweenParquetAndClickHouse() throws Exception {
    try (Chaos chaos = Chaos.in(directory)) {
      chaos.runningWithParquet(chaos.server().endpoint());
      List<String> commands = new ArrayList<>();
      for (int swap = 0; swap < SWAPS; swap++) {
        commands.add(
            swap % 2 == 0
                ? "sink-swap --json parquet clickhouse"
                : "sink-swap --json clickhouse parquet");
      }
      List<String> output = Shell.run(chaos.data(), commands);
      assertEquals(
          SWAPS,
          output.stream().filter(line -> line.matches(".*\"flushed\": *true.*")).count(),
          output::toString);
      Totals made = chaos.end();
      Map<String, Long> inClickHouse = chaos.stored(made.counts().keySet());
      assertFalse(inClickHouse.isEmpty());
      try (ParquetRows files = new ParquetRows(chaos.data())) {
        Map<String, Long> inFiles = files.totals(List.copyOf(made.counts().keySet())).counts();
        assertFalse(inFiles.isEmpty());
        Map<String, Long> both = new TreeMap<>(inFiles);
        inClickHouse.forEach((metric, count) -> both.merge(metric, count, Long::sum));
        assertEquals(
            made.counts(), both, () -> "files " + inFiles + ", ClickHouse " + inClickHouse);
      }
    }
  }

  @Test
  void updateOfTheSinksBundle() throws Exception {
    try (Chaos chaos = Chaos.in(directory)) {
      chaos.running(chaos.server().endpoint());
      chaos.awaitRows();
      for (int update = 1; update <= UPDATES; update++) {
        Path jar = withVersion("0.1." + update);
        Shell.run(chaos.data(), List.of("felix:update " + BUNDLE + " " + jar.toUri()));
        List<String> bundles = Shell.run(chaos.data(), List.of("lb -s"));
        String version = "(0.1." + update + ")";
        assertTrue(
            bundles.stream()
                .anyMatch(
                    line ->
                        line.contains(BUNDLE) && line.contains("Active") && line.contains(version)),
            bundles::toString);
      }
      chaos.finish();
    }
  }

  /** Batches wait for the sink while its bundle is not installed. */
  @Test
  void reinstallationOfTheSinksBundle() throws Exception {
    try (Chaos chaos = Chaos.in(directory)) {
      chaos.running(chaos.server().endpoint());
      chaos.awaitRows();
      Shell.run(chaos.data(), List.of("felix:uninstall " + BUNDLE));
      List<String> output =
          Shell.run(chaos.data(), List.of("felix:install " + withVersion("0.1.1").toUri()));
      String id =
          output.stream()
              .filter(line -> line.startsWith("Bundle ID:"))
              .map(line -> line.replaceAll("\\D", ""))
              .findFirst()
              .orElseThrow(() -> new AssertionError(output));
      Shell.run(chaos.data(), List.of("felix:start " + id));
      chaos.finish();
    }
  }

  /** Copies the distribution's bundle with another version. */
  private Path withVersion(String version) throws IOException {
    Path bundle;
    try (Stream<Path> bundles = Files.list(RunningAgent.HOME.resolve("bundles/20"))) {
      bundle =
          bundles
              .filter(file -> file.getFileName().toString().contains("sinks-clickhouse"))
              .findFirst()
              .orElseThrow();
    }
    Path copy = directory.resolve("sinks-clickhouse-" + version + ".jar");
    try (JarFile jar = new JarFile(bundle.toFile())) {
      Manifest manifest = new Manifest(jar.getManifest());
      manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), version);
      try (OutputStream out = Files.newOutputStream(copy);
          JarOutputStream entries = new JarOutputStream(out, manifest)) {
        for (JarEntry entry : Collections.list(jar.entries())) {
          if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
            entries.putNextEntry(new ZipEntry(entry.getName()));
            jar.getInputStream(entry).transferTo(entries);
            entries.closeEntry();
          }
        }
      }
    }
    return copy;
  }
}
