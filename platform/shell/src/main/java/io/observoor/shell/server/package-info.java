/** The socket, and the connections that come over it. */
package io.observoor.shell.server;
