/** The command {@code status}. */
package io.observoor.shell.status;
