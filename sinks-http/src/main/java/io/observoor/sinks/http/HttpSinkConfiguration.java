package io.observoor.sinks.http;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration of PID {@value #PID}. */
@ObjectClassDefinition(
    name = "observoor HTTP sink",
    description = "Posts every row as a line of JSON to a server.")
public @interface HttpSinkConfiguration {

  /** The PID. */
  String PID = "io.observoor.sinks.http";

  /** Where requests go, {@code http://} or {@code https://}; may hold a user and a password. */
  @AttributeDefinition(description = "The address that requests go to")
  String _address();

  /** Headers of each request, as {@code Name: value}. */
  @AttributeDefinition(description = "Headers of each request, as 'Name: value'")
  String[] _headers() default {};

  /** How bodies are compressed: none, gzip, zstd, zlib or snappy. */
  @AttributeDefinition(description = "How bodies are compressed: none, gzip, zstd, zlib or snappy")
  String compression() default "gzip";

  /** How many rows a request has at most. */
  @AttributeDefinition(description = "The most rows of a request")
  int batchRows() default 512;

  /** After how many ms rows are posted even if they are fewer. */
  @AttributeDefinition(description = "Rows are posted after so many ms even if they are few")
  long batchMillis() default 5_000;

  /** How many ms a request may take, from connecting to the end of its answer. */
  @AttributeDefinition(description = "A request may take so many ms")
  long timeoutMillis() default 30_000;

  /** How many rows wait in memory at most; the others wait in the spool. */
  @AttributeDefinition(description = "The most rows that wait in memory")
  int queueRows() default 8_192;

  /** How many requests are made at the same time. */
  @AttributeDefinition(description = "The most requests at the same time")
  int workers() default 1;

  /** Whether a connection serves several requests. */
  @AttributeDefinition(description = "Whether a connection serves several requests")
  boolean keepAlive() default true;

  /** Where rows are kept that the server refuses; it is made when it is needed. */
  @AttributeDefinition(description = "The directory for rows that the server refuses")
  String quarantineDirectory() default "observoor-data/quarantine";
}
