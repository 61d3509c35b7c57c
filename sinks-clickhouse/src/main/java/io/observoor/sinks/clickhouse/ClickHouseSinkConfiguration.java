package io.observoor.sinks.clickhouse;

/**
 * The configuration of PID {@value #PID}. A leading underscore becomes a dot in the property's
 * name, which keeps the property private to the component.
 */
public @interface ClickHouseSinkConfiguration {

  String PID = "io.observoor.sinks.clickhouse";

  /**
   * HTTP(S) endpoints, separated by commas; see {@code Endpoint}. The first that answers is used.
   */
  String _endpoint() default "http://127.0.0.1:8123";

  /** Database of the tables. */
  String database() default "default";

  /** Inserts when this many rows are pending over all tables. */
  long batchRows() default 10_000;

  /** Inserts when the oldest row has been pending for this many ms. */
  long flushMillis() default 1_000;

  /** User; empty for {@code default}. */
  String username() default "";

  /** Password of the user. */
  String _password() default "";

  /** Token (JWT) that replaces user and password; empty for none. */
  String _accessToken() default "";

  /** PEM file of trusted authorities; empty for those of the JDK. */
  String authorityFile() default "";

  /** PEM file of the client's certificate chain; empty for none. */
  String certificateFile() default "";

  /** PEM file of that certificate's private key. */
  String keyFile() default "";

  /** Compression of inserts: none, lz4 or zstd. */
  String compression() default "lz4";

  /** Number of concurrent inserts. */
  int workers() default 4;

  /** Timeout of a request, in ms. */
  long timeoutMillis() default 60_000;

  /** Whether the sink creates the database and the tables, and migrates them. */
  boolean makeTables() default false;

  /** Whether the tables are replicated and distributed over a cluster. */
  boolean cluster() default false;

  /** Age at which ClickHouse deletes rows, in seconds; 0 for never. */
  long ttlSeconds() default 0;

  /** Parent directory of the quarantine. */
  String quarantineDirectory() default "observoor-data/quarantine";

  /** Maximum size of all quarantine files, in bytes. */
  long quarantineBytes() default 1L << 30;
}
