/** Runs tests on other kernels, in the guests of {@code scripts/kernels}. */
package io.observoor.integration.kernels;
