// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collections: how many, and each in its order. What is read can't be changed. */
final class CollectionCodecs {
    /** Whatever length is said, no more is taken ahead of the elements. */
    private static final int MAX_AHEAD = 64;

    private CollectionCodecs() {}

    private static void writeAll(WireOutput out, Codec element, Collection<?> values) {
        out.number(values.size());
        for (Object value : values) {
            writeElement(out, element, value);
        }
    }

    private static void writeElement(WireOutput out, Codec element, @Nullable Object value) {
        if (value == null) {
            throw new WireException("can't be sent: null in a collection");
        }
        element.write(out, value);
    }

    /** Of lists. */
    record Lists(Codec element) implements Codec {
        @Override
        public void write(WireOutput out, Object value) {
            writeAll(out, element, (List<?>) value);
        }

        @Override
        public Object read(WireInput in) {
            int count = in.count();
            List<Object> list = new ArrayList<>(Math.min(count, MAX_AHEAD));
            for (int i = 0; i < count; i++) {
                list.add(element.read(in));
            }
            return List.copyOf(list);
        }
    }

    /** Of sets. */
    record Sets(Codec element) implements Codec {
        @Override
        public void write(WireOutput out, Object value) {
            writeAll(out, element, (Set<?>) value);
        }

        @Override
        public Object read(WireInput in) {
            int count = in.count();
            Set<Object> set = new LinkedHashSet<>();
            for (int i = 0; i < count; i++) {
                if (!set.add(element.read(in))) {
                    throw in.bad("the same in a set twice");
                }
            }
            return Collections.unmodifiableSet(set);
        }
    }

    /** Of maps. */
    record Maps(Codec key, Codec element) implements Codec {
        @Override
        public void write(WireOutput out, Object value) {
            Map<?, ?> map = (Map<?, ?>) value;
            out.number(map.size());
            map.forEach((mapKey, mapValue) -> {
                writeElement(out, key, mapKey);
                writeElement(out, element, mapValue);
            });
        }

        @Override
        public Object read(WireInput in) {
            int count = in.count();
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                if (map.put(key.read(in), element.read(in)) != null) {
                    throw in.bad("the same key in a map twice");
                }
            }
            return Collections.unmodifiableMap(map);
        }
    }

    /** Of optional values: yes and the value, or no. */
    record Optionals(Codec element) implements Codec {
        @Override
        public void write(WireOutput out, Object value) {
            Optional<?> optional = (Optional<?>) value;
            out.bool(optional.isPresent());
            optional.ifPresent(present -> element.write(out, present));
        }

        @Override
        public Object read(WireInput in) {
            return in.bool() ? Optional.of(element.read(in)) : Optional.empty();
        }
    }
}
