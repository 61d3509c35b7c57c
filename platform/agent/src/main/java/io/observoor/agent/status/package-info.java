/**
 * What the agent says while it runs: one quiet line a slot in a terminal, one a minute in a log.
 */
package io.observoor.agent.status;
