/** The report of the command {@code check}: configuration, kernel, capabilities, events. */
package io.observoor.agent.check;
