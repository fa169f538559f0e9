// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Handles of fields, for constants. Any thread; nothing blocks. */
public final class Fields {
    private Fields() {}

    /** The handle of a field of the class that looks it up; throws {@link LinkageError} if there is none. */
    public static VarHandle handle(MethodHandles.Lookup lookup, String name, Class<?> type) {
        try {
            return lookup.findVarHandle(lookup.lookupClass(), name, type);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(lookup.lookupClass() + " has no field " + name, e);
        }
    }
}
