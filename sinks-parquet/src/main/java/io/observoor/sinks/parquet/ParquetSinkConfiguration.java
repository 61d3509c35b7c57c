package io.observoor.sinks.parquet;

/** The configuration of PID {@value #PID}. */
public @interface ParquetSinkConfiguration {

  /** The PID. */
  String PID = "io.observoor.sinks.parquet";

  /** The parent of the tables' directories; created if missing. */
  String directory() default "observoor-data";

  /** The seconds after which files are closed and published. */
  int rollSeconds() default 60;

  /** The bytes, written and buffered, at which files are closed and published. */
  long rollBytes() default 128L << 20;

  /** The zstd compression level, 1 (fast) to 22 (small). */
  int compressionLevel() default 3;
}
