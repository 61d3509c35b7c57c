/**
 * Rows on their way to the sinks: tables of typed columns, the window that they belong to, and the
 * numbered batch that carries them.
 */
@Version("2.0.0")
package io.observoor.api.batch;

import org.osgi.annotation.versioning.Version;
