/** Checks shared by the tests of several probes. */
package io.observoor.testing.probe;
