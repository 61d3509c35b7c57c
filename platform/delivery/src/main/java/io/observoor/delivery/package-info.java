/**
 * Durable delivery: closed windows come in through {@link io.observoor.api.batch.BatchIntake}, are
 * numbered and stored on disk, and go from there to every sink at its own pace.
 */
@Version("1.1.0")
package io.observoor.delivery;

import org.osgi.annotation.versioning.Version;
