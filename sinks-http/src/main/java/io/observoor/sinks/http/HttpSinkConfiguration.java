package io.observoor.sinks.http;

/** The configuration of PID {@value #PID}. */
public @interface HttpSinkConfiguration {

  /** The PID. */
  String PID = "io.observoor.sinks.http";

  /** The URL, {@code http://} or {@code https://}; may contain a user and a password. */
  String _address();

  /** Headers of each request, as {@code Name: value}. */
  String[] _headers() default {};

  /** The compression of bodies: none, gzip, zstd, zlib or snappy. */
  String compression() default "gzip";

  /** The maximum rows of a request. */
  int batchRows() default 512;

  /** The age in ms at which a request with fewer rows is posted. */
  long batchMillis() default 5_000;

  /** The maximum time of a request in ms, from connecting to the end of the response. */
  long timeoutMillis() default 30_000;

  /** The maximum rows in memory; the others stay in the spool. */
  int queueRows() default 8_192;

  /** The maximum number of concurrent requests. */
  int workers() default 1;

  /** Whether a connection serves several requests. */
  boolean keepAlive() default true;

  /** The directory of refused rows; created on the first refusal. */
  String quarantineDirectory() default "observoor-data/quarantine";
}
