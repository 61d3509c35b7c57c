/**
 * Probe of system calls and file descriptors. Uses only the public API, as a third party's probe
 * would; {@code src/main/bpf} has its BPF programs.
 */
package io.observoor.probes.syscall;
