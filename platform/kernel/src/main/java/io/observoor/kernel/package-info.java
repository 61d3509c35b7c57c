/**
 * The kernel side of the platform for its other bundles: tracked processes, the state of probes,
 * and their shutdown.
 */
@Export
@Version("1.1.0")
package io.observoor.kernel;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
