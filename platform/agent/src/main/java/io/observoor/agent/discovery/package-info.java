/**
 * Finds the processes to track. {@link io.observoor.agent.discovery.ProcessWatch} compares /proc
 * with what it knows, cheaply enough to do it twice a second; {@link
 * io.observoor.agent.discovery.TrackingRules} decides what is tracked and as which client. What the
 * kernel can tell by itself (fork, exec, exit) can feed the same decision later; reading /proc is
 * then the start and the safety net.
 */
package io.observoor.agent.discovery;
