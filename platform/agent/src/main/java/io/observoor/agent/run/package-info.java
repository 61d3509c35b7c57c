/**
 * One run of the agent: options and configuration become a {@link io.observoor.agent.run.Plan}, the
 * plan becomes the OSGi configurations of the other bundles, and when their services are there
 * {@link io.observoor.agent.run.RunCommand} starts discovery and the status line, and at the end
 * brings everything to rest in order.
 */
package io.observoor.agent.run;
