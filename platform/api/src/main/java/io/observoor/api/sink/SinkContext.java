package io.observoor.api.sink;

/**
 * What a sink needs to know when it is opened.
 *
 * @param installation the name of the installation that numbers the batches; part of every name
 *     that must be unique
 * @param acknowledged the number of the last batch that this sink's cursor has acknowledged; 0 for
 *     none
 */
public record SinkContext(String installation, long acknowledged) {}
