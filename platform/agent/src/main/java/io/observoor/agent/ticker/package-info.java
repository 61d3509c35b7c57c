/**
 * The one thread on which the agent does its small recurring work: discovery, the status line, the
 * demo.
 */
package io.observoor.agent.ticker;
