/**
 * The configuration of one run: {@link io.observoor.agent.run.Options} and the configuration file
 * become a {@link io.observoor.agent.run.RunConfiguration}, which {@link
 * io.observoor.agent.run.BundleConfigurations} passes to the other bundles.
 */
package io.observoor.agent.run;
