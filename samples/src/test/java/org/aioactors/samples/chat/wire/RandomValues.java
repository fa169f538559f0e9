// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.wire;

import akka.actor.typed.ActorRef;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes values of any type that a message may have, at random; of what stays on its server null. */
final class RandomValues {
    private static final String[] TEXTS = {
        "", "a", "#tea", "nick!user@host", "Grüße", "日本", "\uD83C\uDF75", "\0\r\n", "x".repeat(300)
    };

    private final Random random;
    private final List<ActorRef<Object>> refs;

    RandomValues(Random random, List<ActorRef<Object>> refs) {
        this.random = random;
        this.refs = refs;
    }

    Object record(Class<?> type) throws ReflectiveOperationException {
        return record(type, Map.of());
    }

    private Object record(Class<?> type, Map<Type, Type> variables) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < values.length; i++) {
            boolean nullable = components[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
            boolean local = components[i].getType().getSimpleName().equals("ChannelView");
            values[i] = nullable && (local || random.nextInt(3) == 0)
                    ? null
                    : value(components[i].getGenericType(), variables);
        }
        Constructor<?> constructor = type.getDeclaredConstructor(
                Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private Object value(Type type, Map<Type, Type> variables) throws ReflectiveOperationException {
        if (type instanceof TypeVariable<?>) {
            return value(variables.get(type), variables);
        }
        return type instanceof ParameterizedType generic
                ? generic((Class<?>) generic.getRawType(), generic.getActualTypeArguments(), variables)
                : plain((Class<?>) type);
    }

    private Object generic(Class<?> raw, Type[] arguments, Map<Type, Type> variables)
            throws ReflectiveOperationException {
        if (raw == ActorRef.class) {
            return refs.get(random.nextInt(refs.size()));
        } else if (raw == Optional.class) {
            return random.nextBoolean() ? Optional.empty() : Optional.of(value(arguments[0], variables));
        } else if (raw.isRecord()) {
            Map<Type, Type> own = new HashMap<>();
            for (int i = 0; i < arguments.length; i++) {
                own.put(raw.getTypeParameters()[i], arguments[i]);
            }
            return record(raw, own);
        }
        List<Object> first = new ArrayList<>();
        List<Object> last = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            first.add(value(arguments[0], variables));
            last.add(value(arguments[arguments.length - 1], variables));
        }
        if (raw == List.class) {
            return first;
        } else if (raw == Set.class) {
            return new HashSet<>(first);
        }
        Map<Object, Object> map = new HashMap<>();
        first.forEach(key -> map.put(key, last.get(map.size())));
        return map;
    }

    private Object plain(Class<?> type) throws ReflectiveOperationException {
        if (type == String.class) {
            return TEXTS[random.nextInt(TEXTS.length)];
        } else if (type == long.class || type == Long.class) {
            return random.nextLong() >> random.nextInt(Long.SIZE);
        } else if (type == int.class || type == Integer.class) {
            return random.nextInt() >> random.nextInt(Integer.SIZE);
        } else if (type == char.class || type == Character.class) {
            return (char) random.nextInt(Character.MIN_SURROGATE);
        } else if (type == boolean.class || type == Boolean.class) {
            return random.nextBoolean();
        } else if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        } else if (type.isRecord()) {
            return record(type);
        }
        List<Class<?>> records = records(type).toList();
        return record(records.get(random.nextInt(records.size())));
    }

    private static Stream<Class<?>> records(Class<?> type) {
        if (!type.isSealed() && !type.isRecord()) {
            throw new IllegalArgumentException(type + " is no type of messages");
        }
        return type.isRecord()
                ? Stream.of(type)
                : Stream.of(type.getPermittedSubclasses()).flatMap(RandomValues::records);
    }
}
