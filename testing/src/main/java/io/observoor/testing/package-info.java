/** Utilities of tests: waiting, free ports, a proxy that injects faults. */
package io.observoor.testing;
