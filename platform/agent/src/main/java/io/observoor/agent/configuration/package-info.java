/**
 * Reads the configuration: one YAML file with the reference's keys and a few of ours. Every key is
 * declared once, in {@link io.observoor.agent.configuration.ConfigurationKeys} or {@link
 * io.observoor.agent.configuration.SinkKeys}; parsing, defaults, errors and suggestions follow from
 * the declarations. An invalid file is refused with all its errors at once, each with key, line,
 * column and the fix.
 */
package io.observoor.agent.configuration;
