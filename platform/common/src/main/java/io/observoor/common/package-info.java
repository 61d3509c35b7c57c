/**
 * Helpers that several modules share: durations, sizes, misspelled names, CPU lists, /proc. No
 * bundle exports this package; each carries a private copy of what it uses (bnd's {@code
 * -conditionalpackage}).
 */
package io.observoor.common;
