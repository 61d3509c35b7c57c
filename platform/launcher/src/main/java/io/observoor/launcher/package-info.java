/** The command line, and the start of the OSGi framework. */
package io.observoor.launcher;
