/**
 * Checks the classes and sources of all modules against the rules of docs/architecture.md, and the
 * declarations of all probes against the tables of the reference agent.
 */
package io.observoor.architecture;
