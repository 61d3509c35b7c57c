/**
 * System calls and file descriptors of the tracked processes. Written against the public API only,
 * as any probe of a stranger; {@code src/main/bpf} holds the kernel side.
 */
package io.observoor.probes.syscall;
