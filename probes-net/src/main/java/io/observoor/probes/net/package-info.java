/**
 * Probe of the network: bytes that tracked processes send and receive over TCP and UDP, and events
 * of their TCP connections.
 */
package io.observoor.probes.net;
