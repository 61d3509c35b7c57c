package io.observoor.agent.configuration;

/**
 * One error in a configuration file.
 *
 * @param message one sentence: what is wrong, where, and the fix
 */
public record ConfigurationError(Position position, String message) {}
