/**
 * The kernel side of the platform, as the other bundles of the platform see it: which processes are
 * tracked, which probes run, and how to bring them to rest.
 */
@Export
@Version("1.1.0")
package io.observoor.kernel;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
