/**
 * Starts and stops the agent: {@link io.observoor.agent.lifecycle.Agent} prepares a run, a command
 * of {@code io.observoor.agent.command} carries it out, and {@link
 * io.observoor.agent.lifecycle.Shutdown} stops the parts in order.
 */
package io.observoor.agent.lifecycle;
