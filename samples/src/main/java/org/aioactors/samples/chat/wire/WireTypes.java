// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.wire;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.introspect.VisibilityChecker;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says of the chat's types what would else be said by an annotation at each: records are written as their components, one after the
 * other, those of a sealed interface behind their name; null is read only where it may be.
 */
final class WireTypes extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonFormat.@Nullable Value findFormat(Annotated at) {
        return at instanceof AnnotatedClass && at.getRawType().isRecord()
                ? JsonFormat.Value.forShape(JsonFormat.Shape.ARRAY)
                : null;
    }

    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(MapperConfig<?> config, AnnotatedClass at, JavaType type) {
        return at.getRawType().isSealed()
                ? new StdTypeResolverBuilder().init(JsonTypeInfo.Id.NAME, null).inclusion(JsonTypeInfo.As.WRAPPER_ARRAY)
                : null;
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated at) {
        return at.getRawType().isSealed()
                ? records(at.getRawType())
                        .map(type -> new NamedType(type, type.getSimpleName()))
                        .toList()
                : null;
    }

    /** What is no record stays on its server: without properties it can't be written. */
    @Override
    public VisibilityChecker<?> findAutoDetectVisibility(AnnotatedClass at, VisibilityChecker<?> found) {
        return at.getRawType().isRecord() ? found : found.with(JsonAutoDetect.Visibility.NONE);
    }

    /** All records of a sealed interface, and of those within it. */
    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(WireTypes::records) : Stream.of(type);
    }

    @Override
    public JsonSetter.Value findSetterInfo(Annotated at) {
        return at instanceof AnnotatedParameter parameter
                        && parameter.getDeclaringClass().isRecord()
                        && !mayBeNull(parameter.getDeclaringClass().getRecordComponents()[parameter.getIndex()])
                ? JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL)
                : JsonSetter.Value.empty();
    }

    /** Optional values that are not there are written as null. */
    private static boolean mayBeNull(RecordComponent component) {
        return component.getType() == Optional.class
                || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
