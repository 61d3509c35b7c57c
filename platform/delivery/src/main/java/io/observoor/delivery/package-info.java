/**
 * Durable delivery: closed windows enter through {@link io.observoor.api.batch.BatchIntake}, are
 * numbered and stored on disk, and are delivered to every sink at its own pace.
 */
@Version("1.1.0")
package io.observoor.delivery;

import org.osgi.annotation.versioning.Version;
