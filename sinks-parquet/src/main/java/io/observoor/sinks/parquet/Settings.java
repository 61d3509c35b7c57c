package io.observoor.sinks.parquet;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The sink's validated configuration.
 *
 * @param directory the parent of the tables' directories
 * @param rollTime the time after which open files are published
 * @param rollBytes the total bytes of open files at which they are published
 * @param compressionLevel the zstd level
 */
record Settings(Path directory, Duration rollTime, long rollBytes, int compressionLevel) {

  /** Checks the ranges. */
  Settings {
    require(!rollTime.isNegative() && !rollTime.isZero(), "rollSeconds", "at least 1");
    require(rollBytes > 0, "rollBytes", "at least 1");
    require(compressionLevel >= 1 && compressionLevel <= 22, "compressionLevel", "1 to 22");
  }

  static Settings of(ParquetSinkConfiguration configuration) {
    return new Settings(
        Path.of(configuration.directory()).toAbsolutePath().normalize(),
        Duration.ofSeconds(configuration.rollSeconds()),
        configuration.rollBytes(),
        configuration.compressionLevel());
  }

  private static void require(boolean holds, String key, String range) {
    if (!holds) {
      throw new IllegalArgumentException(
          "configuration " + ParquetSinkConfiguration.PID + ": " + key + " must be " + range);
    }
  }
}
