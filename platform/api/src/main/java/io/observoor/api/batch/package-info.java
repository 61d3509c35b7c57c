/**
 * What leaves the platform: tables of typed columns, the window they belong to, and the numbered
 * batch that carries them to the sinks.
 */
@Version("2.0.0")
package io.observoor.api.batch;

import org.osgi.annotation.versioning.Version;
