/** The agent on real clients, compared with the kernel's own accounts of them. */
package io.observoor.integration.peers;
