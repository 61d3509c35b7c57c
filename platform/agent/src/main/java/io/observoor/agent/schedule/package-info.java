/** Runs the agent's short recurring tasks: discovery, the status line, watching the file. */
package io.observoor.agent.schedule;
