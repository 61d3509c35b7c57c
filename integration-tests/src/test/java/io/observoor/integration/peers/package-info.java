/** The agent against real clients, and against what the kernel itself says of them. */
package io.observoor.integration.peers;
