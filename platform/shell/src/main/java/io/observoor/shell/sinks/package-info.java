/** The commands for sinks. */
package io.observoor.shell.sinks;
