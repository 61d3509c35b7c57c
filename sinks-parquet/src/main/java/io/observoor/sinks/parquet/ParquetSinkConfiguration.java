package io.observoor.sinks.parquet;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration of PID {@value #PID}. */
@ObjectClassDefinition(
    name = "observoor Parquet sink",
    description = "Writes every window as Parquet files, partitioned by table and hour.")
public @interface ParquetSinkConfiguration {

  /** The PID. */
  String PID = "io.observoor.sinks.parquet";

  /** Where the tables' directories are; it is made if it is missing. */
  @AttributeDefinition(description = "The directory that holds the tables; made if it is missing")
  String directory() default "observoor-data";

  /** After how many seconds files are closed and published. */
  @AttributeDefinition(description = "Files are closed and published after so many seconds")
  int rollSeconds() default 60;

  /** At how many bytes, written and waiting in memory, files are closed and published. */
  @AttributeDefinition(
      description = "Files are closed and published when they hold so many bytes together")
  long rollBytes() default 128L << 20;

  /** The level of zstd's compression, 1 (fast) to 22 (small). */
  @AttributeDefinition(description = "The level of zstd compression: 1 (fast) to 22 (small)")
  int compressionLevel() default 3;
}
