/** Tests of the sinks with real agents and real servers that fail. */
package io.observoor.integration.sinks;
