/**
 * BPF objects, maps and links, and the system calls for reading their memory.
 *
 * <p>{@link io.observoor.libbpf.BpfObject} opens, prepares, loads and attaches a compiled object
 * through libbpf; {@link io.observoor.libbpf.BpfMap} creates and changes maps; {@link
 * io.observoor.libbpf.MappedMemory} and {@link io.observoor.libbpf.Epoll} map a map's pages and
 * wait for its wake-ups. libbpf is loaded once for the life of the JVM, outside this bundle.
 * Failures are {@link io.observoor.libbpf.BpfException}s.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.observoor.libbpf;
