/**
 * Posts rows as NDJSON to an HTTP server. {@link io.observoor.sinks.http.HttpSink} takes batches,
 * {@link io.observoor.sinks.http.RequestQueue} holds their rows until a {@link
 * io.observoor.sinks.http.RequestWorker} has posted them, and {@link
 * io.observoor.sinks.http.AckTracker} tracks which rows of each batch are settled.
 */
package io.observoor.sinks.http;
