/**
 * Tests of the shipped agent on real kernel events: its rows against the accounts of a workload,
 * the kernel or another reader. Each test starts the distribution's command as a child process and
 * waits for lines of its log, never for time.
 */
package io.observoor.integration;
