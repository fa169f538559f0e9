// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names things in a line of log. */
final class Named {
    private static final int MOST = 10;

    private Named() {}

    /** The first few, and whether there are more. */
    static String some(Collection<?> things) {
        String names = things.stream().limit(MOST).map(Object::toString).collect(Collectors.joining(", "));
        return things.size() > MOST ? names + ", ..." : names;
    }
}
