// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** An enum: the constant's name. */
final class EnumCodec implements Codec {
    private final Class<?> type;
    private final Map<String, Object> byName = new HashMap<>();

    EnumCodec(Class<?> type) {
        this.type = type;
        for (Object constant : Objects.requireNonNull(type.getEnumConstants())) {
            byName.put(((Enum<?>) constant).name(), constant);
        }
    }

    @Override
    public void write(WireOutput out, Object value) {
        out.text(((Enum<?>) value).name());
    }

    @Override
    public Object read(WireInput in) {
        Object constant = byName.get(in.text());
        if (constant == null) {
            throw in.bad("no " + type.getSimpleName());
        }
        return constant;
    }
}
