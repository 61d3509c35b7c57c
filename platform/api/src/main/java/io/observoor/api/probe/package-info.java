/**
 * The declarations of a probe bundle: its events, the metrics that aggregate them, and the BPF
 * programs that report them.
 *
 * <p>A probe is an OSGi service of type {@link io.observoor.api.probe.Probe}. It holds declarations
 * only; the platform loads and attaches its BPF programs, reads its events and aggregates them.
 * {@code docs/writing-a-probe.md} walks through one.
 */
@Version("2.0.0")
package io.observoor.api.probe;

import org.osgi.annotation.versioning.Version;
