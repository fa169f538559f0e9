// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.util.HashMap;
import java.util.Map;

/** A line of what an actor system tells: of what kind the thing is, and its figures by their names. */
record Figures(String kind, Map<String, String> byName) {
    Figures {
        byName = Map.copyOf(byName);
    }

    /** Of a kind and {@code name=value}, with tabs between them. */
    static Figures of(String line) {
        String[] parts = line.split("\t", -1);
        Map<String, String> byName = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int end = parts[i].indexOf('=');
            if (end < 0) {
                throw new IllegalArgumentException("no figure: " + parts[i]);
            }
            byName.put(parts[i].substring(0, end), parts[i].substring(end + 1));
        }
        return new Figures(parts[0], byName);
    }

    String text(String name) {
        String value = byName.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a line of the kind " + kind + " without " + name);
        }
        return value;
    }

    long count(String name) {
        return Long.parseLong(text(name));
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }
}
