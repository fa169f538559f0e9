// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.HashSet;
import java.util.Set;

/**
 * Names in use. Several things may be called the same, such as listeners of one address with {@code reusePort}: the second is
 * then called {@code name-2}. Any thread.
 */
public final class Names {
    /** Guarded by this. */
    private final Set<String> taken = new HashSet<>();

    /** The name, or the first with a number behind it that is free; it is taken then. */
    public synchronized String take(String name) {
        String free = name;
        for (int number = 2; !taken.add(free); number++) {
            free = name + "-" + number;
        }
        return free;
    }

    /** A name that was taken is free again. Once. */
    public synchronized void free(String name) {
        taken.remove(name);
    }
}
