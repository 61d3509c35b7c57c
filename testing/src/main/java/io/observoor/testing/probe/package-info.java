/** What the tests of several probes check: the declaration against the kernel side. */
package io.observoor.testing.probe;
