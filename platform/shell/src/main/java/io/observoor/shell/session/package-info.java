/** The connection to one client: single command lines, or an interactive session. */
package io.observoor.shell.session;
