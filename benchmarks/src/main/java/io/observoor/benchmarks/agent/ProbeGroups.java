package io.observoor.benchmarks.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** The event groups; a group that a configuration does not name is enabled. */
final class ProbeGroups {
  private static final String NAMES = "io/observoor/agent/configuration/reference.properties";

  private ProbeGroups() {}

  /** Returns all groups of a distribution's agent, from the agent's bundle. */
  static List<String> all(Path distribution) throws IOException {
    Properties names = new Properties();
    try (FileSystem jar = FileSystems.newFileSystem(agent(distribution.resolve("bundles")));
        InputStream in = Files.newInputStream(jar.getPath(NAMES))) {
      names.load(in);
    }
    return List.of(names.getProperty("groups").strip().split("\\s*,\\s*", -1));
  }

  private static Path agent(Path bundles) throws IOException {
    try (Stream<Path> files = Files.walk(bundles)) {
      return files
          .filter(file -> file.getFileName().toString().matches("observoor-agent-.*\\.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no bundle observoor-agent in " + bundles));
    }
  }
}
