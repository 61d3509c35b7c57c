/** What stands between a program and its server in tests. */
package io.observoor.testing;
