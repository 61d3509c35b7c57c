/**
 * The rules of docs/architecture.md, held over the compiled classes and the sources of all modules.
 */
package io.observoor.architecture;
