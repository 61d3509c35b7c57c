/**
 * Windows: the mapping of the kernel's clock to wall time, the boundaries of windows, and the open
 * windows. Independent of events and metrics.
 */
package io.observoor.pipeline.window;
