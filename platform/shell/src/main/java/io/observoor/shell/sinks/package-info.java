/** The commands of the sinks. */
package io.observoor.shell.sinks;
