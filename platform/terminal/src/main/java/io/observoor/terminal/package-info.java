/** The user's end of the shell: the local terminal, and the connection to a running agent. */
package io.observoor.terminal;
