// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.wire;

import java.util.HashMap;
import java.util.Map;

/** A sealed interface of records: the record's name, and the record. */
final class ChoiceCodec implements Codec {
    private record Named(String name, Codec codec) {}

    private final Class<?> type;
    private final Map<Class<?>, Named> byClass = new HashMap<>();
    private final Map<String, Codec> byName = new HashMap<>();

    /** Without records yet, since they may have components of the interface. */
    ChoiceCodec(Class<?> type) {
        this.type = type;
    }

    /** Before other threads know the codec. */
    void add(Class<?> record, Codec codec) {
        String name = record.getSimpleName();
        if (byName.put(name, codec) != null) {
            throw new WireException("can't be sent: " + type.getName() + " has two records called " + name);
        }
        byClass.put(record, new Named(name, codec));
    }

    @Override
    public void write(WireOutput out, Object value) {
        Named named = byClass.get(value.getClass());
        if (named == null) {
            throw new WireException("can't be sent: " + value.getClass().getName() + " as " + type.getName());
        }
        out.text(named.name());
        named.codec().write(out, value);
    }

    @Override
    public Object read(WireInput in) {
        Codec codec = byName.get(in.text());
        if (codec == null) {
            throw in.bad("no record of " + type.getSimpleName());
        }
        return codec.read(in);
    }
}
