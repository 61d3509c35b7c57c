/** The command status. */
package io.observoor.shell.status;
