/**
 * What the tracked processes send and receive over TCP and UDP, and the life of their TCP
 * connections.
 */
package io.observoor.probes.net;
