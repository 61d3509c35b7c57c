/**
 * Native libraries that are loaded once for the life of the JVM.
 *
 * <p>A JVM loads a native library for one class loader only, and the libbpf bindings look their
 * symbols up through their own class loader. So this package and the bindings stand together on the
 * launcher's class path, are exported by the system bundle, and survive the update of any bundle.
 */
@Version("1.0.0")
@Export
package io.observoor.natives;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
