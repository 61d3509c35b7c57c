/** The Unix socket and the clients that connect to it. */
package io.observoor.shell.server;
