/**
 * Finds the processes of clients in /proc and tracks them: {@link
 * io.observoor.agent.discovery.Discovery} scans, {@link io.observoor.agent.discovery.TrackingRules}
 * decides which process is tracked, and as which client.
 */
package io.observoor.agent.discovery;
