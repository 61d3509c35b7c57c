/**
 * Time: how the kernel's clock maps to wall time, where windows begin and end, and which of them
 * are open. Knows nothing of events and metrics.
 */
package io.observoor.pipeline.window;
