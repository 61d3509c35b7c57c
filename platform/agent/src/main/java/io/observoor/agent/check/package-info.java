/**
 * The command {@code check}: is the configuration right, what would attach on this kernel, and what
 * is missing.
 */
package io.observoor.agent.check;
