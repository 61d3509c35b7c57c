package io.observoor.api.probe;

/**
 * One of the 64-bit fields that follow the header of an event's record.
 *
 * @param name unique within the event
 * @param unit what the number means
 */
public record FieldDeclaration(String name, Unit unit) {}
