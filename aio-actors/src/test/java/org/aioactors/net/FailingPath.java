// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.lang.reflect.Proxy;
import java.nio.file.Path;

/** A path of which whoever looks at it fails. */
final class FailingPath {
    private FailingPath() {}

    static Path planted() {
        return (Path) Proxy.newProxyInstance(
                FailingPath.class.getClassLoader(), new Class<?>[] {Path.class}, (proxy, method, arguments) -> {
                    throw new IllegalStateException("planted");
                });
    }
}
