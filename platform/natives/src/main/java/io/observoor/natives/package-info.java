/**
 * Loads native libraries once for the life of the JVM.
 *
 * <p>A JVM loads a native library for one class loader only, and the libbpf bindings look symbols
 * up through their own class loader. So this package and the bindings are on the launcher's class
 * path, the system bundle exports them, and they survive the update of any bundle.
 */
@Version("1.0.0")
@Export
package io.observoor.natives;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
