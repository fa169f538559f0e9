// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.wire;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the codecs of records by their components, each once: what has to be looked up by reflection is looked up here. */
final class Codecs {
    private static final String OURS = "org.aioactors.samples.chat.";

    private final Codec refs;

    /** For who has the monitor of this. */
    private final Map<Class<?>, Codec> made = new HashMap<>();

    Codecs(Supplier<ActorRefResolver> resolver) {
        this.refs = new RefCodec(resolver);
    }

    /** Whether a class of this name can be a message's. */
    static boolean isOurs(String className) {
        return className.startsWith(OURS);
    }

    /** Of a record of ours. Any thread. */
    synchronized Codec of(Class<?> record) {
        try {
            return ofClass(record);
        } catch (RuntimeException e) {
            made.clear(); // some may be half made
            throw e;
        }
    }

    private Codec of(Type type, Map<TypeVariable<?>, Codec> variables) {
        if (type instanceof Class<?> plain) {
            return ofClass(plain);
        }
        if (type instanceof TypeVariable<?> variable) {
            Codec bound = variables.get(variable);
            return bound == null ? SimpleCodecs.none(variable + " of any type") : bound;
        }
        return type instanceof ParameterizedType generic
                ? ofGeneric(generic, variables)
                : SimpleCodecs.none(type.getTypeName());
    }

    private Codec ofGeneric(ParameterizedType type, Map<TypeVariable<?>, Codec> variables) {
        Class<?> raw = (Class<?>) type.getRawType();
        if (raw == ActorRef.class) {
            return refs;
        }
        Type[] arguments = type.getActualTypeArguments();
        Codec first = of(arguments[0], variables);
        if (raw == List.class) {
            return new CollectionCodecs.Lists(first);
        } else if (raw == Set.class) {
            return new CollectionCodecs.Sets(first);
        } else if (raw == Optional.class) {
            return new CollectionCodecs.Optionals(first);
        } else if (raw == Map.class) {
            return new CollectionCodecs.Maps(first, of(arguments[1], variables));
        } else if (raw.isRecord() && isOurs(raw.getName())) {
            Map<TypeVariable<?>, Codec> own = new HashMap<>();
            TypeVariable<?>[] parameters = raw.getTypeParameters();
            for (int i = 0; i < parameters.length; i++) {
                own.put(parameters[i], of(arguments[i], variables));
            }
            RecordCodec codec = begun(raw);
            complete(codec, raw, own);
            return codec;
        }
        return SimpleCodecs.none(type.getTypeName());
    }

    /** What is not complete yet is in the map all the same: it may be a part of itself. */
    private Codec ofClass(Class<?> type) {
        Codec simple = SimpleCodecs.ALL.get(type);
        Codec known = simple == null ? made.get(type) : simple;
        if (known != null) {
            return known;
        }
        if (!isOurs(type.getName())) {
            return SimpleCodecs.none(type.getName());
        }
        if (type.isRecord()) {
            RecordCodec codec = begun(type);
            made.put(type, codec);
            complete(codec, type, Map.of());
            return codec;
        }
        if (type.isInterface() && type.isSealed()) {
            ChoiceCodec codec = new ChoiceCodec(type);
            made.put(type, codec);
            records(type).forEach(record -> codec.add(record, ofClass(record)));
            return codec;
        }
        return type.isEnum() ? new EnumCodec(type) : SimpleCodecs.none(type.getName());
    }

    /** All records of a sealed interface, and of those within it. */
    private static Stream<Class<?>> records(Class<?> type) {
        return type.isRecord() || !type.isSealed()
                ? Stream.of(type)
                : Stream.of(type.getPermittedSubclasses()).flatMap(Codecs::records);
    }

    private static RecordCodec begun(Class<?> type) {
        Class<?>[] components = Stream.of(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            MethodHandle constructor =
                    lookup(type).findConstructor(type, MethodType.methodType(void.class, components));
            return new RecordCodec(
                    type,
                    constructor
                            .asSpreader(Object[].class, components.length)
                            .asType(MethodType.methodType(Object.class, Object[].class)));
        } catch (ReflectiveOperationException e) {
            throw new WireException("can't be sent: " + type.getName(), e);
        }
    }

    private void complete(RecordCodec codec, Class<?> type, Map<TypeVariable<?>, Codec> variables) {
        RecordComponent[] declared = type.getRecordComponents();
        RecordCodec.Component[] components = new RecordCodec.Component[declared.length];
        for (int i = 0; i < declared.length; i++) {
            components[i] = new RecordCodec.Component(
                    declared[i].getName(),
                    accessor(type, declared[i]),
                    of(declared[i].getGenericType(), variables),
                    declared[i].getAnnotatedType().isAnnotationPresent(Nullable.class));
        }
        codec.complete(components);
    }

    private static MethodHandle accessor(Class<?> type, RecordComponent component) {
        try {
            return lookup(type)
                    .unreflect(component.getAccessor())
                    .asType(MethodType.methodType(Object.class, Object.class));
        } catch (IllegalAccessException e) {
            throw new WireException("can't be sent: " + type.getName(), e);
        }
    }

    /** Records may be private to a class. */
    private static MethodHandles.Lookup lookup(Class<?> type) throws IllegalAccessException {
        return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    }
}
