package io.observoor.sinks.clickhouse;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The configuration of PID {@value #PID}. What begins with an underscore here is a property that
 * begins with a dot, and no property of the service.
 */
@ObjectClassDefinition(
    name = "observoor ClickHouse sink",
    description = "Inserts every window into ClickHouse tables.")
public @interface ClickHouseSinkConfiguration {

  /** The PID. */
  String PID = "io.observoor.sinks.clickhouse";

  /** Where ClickHouse is; several with commas between them stand in for each other. */
  @AttributeDefinition(
      description = "http(s)://host:port, host:port or host; several with commas between them")
  String _endpoint() default "http://127.0.0.1:8123";

  /** The database of the tables. */
  @AttributeDefinition(description = "The database of the tables")
  String database() default "default";

  /** At how many rows, over all tables, they are inserted. */
  @AttributeDefinition(description = "Rows are inserted when there are so many, over all tables")
  long batchRows() default 10_000;

  /** At which age of the oldest row they are inserted, in ms. */
  @AttributeDefinition(description = "Rows are inserted when the oldest has waited so many ms")
  long flushMillis() default 1_000;

  /** The user; empty for default. */
  @AttributeDefinition(description = "The user; empty for default")
  String username() default "";

  /** The user's password. */
  @AttributeDefinition(type = AttributeType.PASSWORD, description = "The user's password")
  String _password() default "";

  /** A token (JWT) instead of user and password. */
  @AttributeDefinition(
      type = AttributeType.PASSWORD,
      description = "A token (JWT) instead of user and password")
  String _accessToken() default "";

  /** A PEM file of the authorities to trust; empty for the machine's. */
  @AttributeDefinition(
      description = "A PEM file of the authorities to trust; empty for the machine's")
  String authorityFile() default "";

  /** A PEM file of the client's certificate; empty for none. */
  @AttributeDefinition(description = "A PEM file of the client's certificate; empty for none")
  String certificateFile() default "";

  /** A PEM file of the private key of that certificate. */
  @AttributeDefinition(description = "A PEM file of the private key of that certificate")
  String keyFile() default "";

  /** How inserts are compressed: none, lz4 or zstd. */
  @AttributeDefinition(description = "How inserts are compressed: none, lz4 or zstd")
  String compression() default "lz4";

  /** How many inserts run at the same time. */
  @AttributeDefinition(description = "How many inserts run at the same time")
  int workers() default 4;

  /** How long an insert may take, in ms. */
  @AttributeDefinition(description = "How long an insert may take, in ms")
  long timeoutMillis() default 60_000;

  /** Whether the sink makes the database and the tables and changes them when that is needed. */
  @AttributeDefinition(description = "Make the database and the tables, and migrate them")
  boolean makeTables() default false;

  /** Whether the tables are those of a cluster. */
  @AttributeDefinition(description = "Make replicated and distributed tables")
  boolean cluster() default false;

  /** At which age ClickHouse deletes rows, in seconds; 0 for never. */
  @AttributeDefinition(description = "ClickHouse deletes rows of this age, in seconds; 0: never")
  long ttlSeconds() default 0;

  /** Where refused rows are kept. */
  @AttributeDefinition(description = "The directory in which refused rows are kept")
  String quarantineDirectory() default "observoor-data/quarantine";

  /** How large the files of refused rows become together. */
  @AttributeDefinition(description = "Refused rows take so many bytes on disk at most")
  long quarantineBytes() default 1L << 30;
}
