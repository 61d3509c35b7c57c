/**
 * BPF objects, maps and links, and the few system calls that reading their memory needs.
 *
 * <p>{@link io.observoor.libbpf.BpfObject} opens, prepares, loads and attaches a compiled object
 * through libbpf; {@link io.observoor.libbpf.BpfMap} creates and changes maps; {@link
 * io.observoor.libbpf.MappedMemory} and {@link io.observoor.libbpf.Epoll} give access to a map's
 * pages and to its wake-ups. libbpf itself is loaded once for the life of the virtual machine,
 * outside of this bundle. Every failure is a {@link io.observoor.libbpf.BpfException}.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.observoor.libbpf;
