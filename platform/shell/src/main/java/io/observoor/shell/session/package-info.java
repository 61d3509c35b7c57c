/** What a connection does: command lines, and the interactive shell. */
package io.observoor.shell.session;
