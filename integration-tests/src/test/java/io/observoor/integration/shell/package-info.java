/** The shell as its users have it: {@code observoor shell} against a real agent. */
package io.observoor.integration.shell;
