/** The actions and the output of the command {@code migrate}. */
package io.observoor.agent.migrate;
