/** The command line, and the OSGi framework that runs the bundles of the distribution. */
package io.observoor.launcher;
