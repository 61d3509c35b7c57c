/**
 * The rules of docs/architecture.md, held over the compiled classes and the sources of all modules,
 * and the tables of the reference agent, held over the declarations of all probes.
 */
package io.observoor.architecture;
