/** Watches the configuration file, and applies its changes to the sinks of a running agent. */
package io.observoor.agent.reload;
