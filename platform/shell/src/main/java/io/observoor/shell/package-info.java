/**
 * The shell: commands that inspect and control a running agent, from a terminal or a script. No
 * class but those of the socket is loaded before a client connects.
 */
package io.observoor.shell;
