/** Tests that provoke each event in known numbers and compare with an independent source. */
package io.observoor.integration.events;
