// SPDX-License-Identifier: Apache-2.0
package org.aioactors.micrometer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What things are called in a tag. Several may share an address, with {@code reusePort}: the second is then called {@code
 * address-2}, as its bean is. Whoever uses it sees to it that one thread does at a time.
 */
final class Names {
    private final Map<Object, String> byThing = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    /** The first free name. Once for each thing. */
    String take(Object thing) {
        String name = thing.toString();
        for (int number = 2; !taken.add(name); number++) {
            name = thing + "-" + number;
        }
        byThing.put(thing, name);
        return name;
    }

    /** Its name, if it has one, is free again. */
    void free(Object thing) {
        String name = byThing.remove(thing);
        if (name != null) {
            taken.remove(name);
        }
    }
}
