/** The HTTP server of /metrics for Prometheus and of /healthz. */
package io.observoor.agent.health;
