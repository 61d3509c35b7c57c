/**
 * What the agent says of itself to Prometheus and to whoever asks whether it lives: /metrics and
 * /healthz.
 */
package io.observoor.agent.health;
