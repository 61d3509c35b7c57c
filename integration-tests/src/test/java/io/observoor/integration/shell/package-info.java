/** Tests of {@code observoor shell} against a real agent. */
package io.observoor.integration.shell;
