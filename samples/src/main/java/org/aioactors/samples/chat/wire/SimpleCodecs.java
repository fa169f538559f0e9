// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.wire;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Numbers, texts and the like, and what can't be sent. */
final class SimpleCodecs {
    private static final Codec BOOLEAN = codec((out, value) -> out.bool((Boolean) value), WireInput::bool);
    private static final Codec CHAR = codec((out, value) -> out.number((Character) value), WireInput::character);
    private static final Codec INT = codec((out, value) -> out.number((Integer) value), WireInput::intNumber);
    private static final Codec LONG = codec((out, value) -> out.number((Long) value), WireInput::number);

    /** By class, primitive ones too. */
    static final Map<Class<?>, Codec> ALL = Map.of(
            boolean.class, BOOLEAN,
            Boolean.class, BOOLEAN,
            char.class, CHAR,
            Character.class, CHAR,
            int.class, INT,
            Integer.class, INT,
            long.class, LONG,
            Long.class, LONG,
            String.class, codec((out, value) -> out.text((String) value), WireInput::text));

    private SimpleCodecs() {}

    private static Codec codec(BiConsumer<WireOutput, Object> write, Function<WireInput, Object> read) {
        return new Codec() {
            @Override
            public void write(WireOutput out, Object value) {
                write.accept(out, value);
            }

            @Override
            public Object read(WireInput in) {
                return read.apply(in);
            }
        };
    }

    /** Of a type that stays on its server. Where it may be null, null can be sent. */
    static Codec none(String type) {
        return codec(
                (out, value) -> {
                    throw new WireException("can't be sent: " + type);
                },
                in -> {
                    throw in.bad("a " + type);
                });
    }
}
