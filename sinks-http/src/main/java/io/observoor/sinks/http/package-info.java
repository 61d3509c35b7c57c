/**
 * Posts rows as lines of JSON to a server of the user's. {@link io.observoor.sinks.http.HttpSink}
 * takes batches, {@link io.observoor.sinks.http.Outbox} holds their rows until a {@link
 * io.observoor.sinks.http.Worker} has posted them, and {@link io.observoor.sinks.http.Ledger} knows
 * which rows of which batch need not be posted any more.
 */
package io.observoor.sinks.http;
