/**
 * The configuration: one YAML file with the reference's keys and a few of ours, read into immutable
 * records. Every key is declared once ({@link io.observoor.agent.configuration.ConfigurationKeys});
 * parsing, defaults, refusals and suggestions follow from the declarations. A wrong file is refused
 * with all its mistakes at once, each with key, line, column and the fix.
 */
package io.observoor.agent.configuration;
