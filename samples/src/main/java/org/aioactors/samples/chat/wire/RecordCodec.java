// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.wire;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** A record: its components, one after the other, each that may be null behind a yes or no. */
final class RecordCodec implements Codec {
    /**
     * A component.
     *
     * @param get takes the record as an {@link Object}, and returns one
     */
    record Component(String name, MethodHandle get, Codec codec, boolean nullable) {}

    private final Class<?> type;

    /** Takes an array of {@link Object}. */
    private final MethodHandle make;

    /** Written once, before other threads know the codec. */
    private Component[] components = {};

    /**
     * Without components yet, since they may be of the type itself.
     *
     * @param make the constructor: takes an array of {@link Object}, and returns one
     */
    RecordCodec(Class<?> type, MethodHandle make) {
        this.type = type;
        this.make = make;
    }

    void complete(Component[] all) {
        components = all;
    }

    @Override
    public void write(WireOutput out, Object value) {
        out.enter();
        for (Component component : components) {
            Object part = get(component, value);
            if (component.nullable()) {
                out.bool(part != null);
            } else if (part == null) {
                throw new WireException("can't be sent: " + type.getName() + " without " + component.name());
            }
            if (part != null) {
                component.codec().write(out, part);
            }
        }
        if (components.length == 0) {
            out.bool(false);
        }
        out.leave();
    }

    @Override
    public Object read(WireInput in) {
        in.enter();
        @Nullable Object[] parts = new @Nullable Object[components.length];
        for (int i = 0; i < parts.length; i++) {
            Component component = components[i];
            if (!component.nullable() || in.bool()) {
                parts[i] = component.codec().read(in);
            }
        }
        if (parts.length == 0 && in.bool()) {
            throw in.bad("something in an empty record");
        }
        in.leave();
        return make(in, parts);
    }

    private static @Nullable Object get(Component component, Object record) {
        try {
            return (Object) component.get().invokeExact(record);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new WireException(component.name() + " can't be read", e);
        }
    }

    /** A record may refuse what it is to be made of. */
    private Object make(WireInput in, @Nullable Object[] parts) {
        try {
            return (Object) make.invokeExact(parts);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            WireException bad = in.bad("no " + type.getSimpleName());
            bad.initCause(e);
            throw bad;
        }
    }
}
