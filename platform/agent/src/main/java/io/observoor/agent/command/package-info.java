/** The commands that the launcher passes to the agent: run, check and migrate. */
package io.observoor.agent.command;
