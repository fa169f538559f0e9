// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.wire;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.CollectionType;
import com.fasterxml.jackson.databind.type.MapType;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Jackson's settings for messages between servers that the configuration can't say. */
public final class WireModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    /** As Akka calls it. */
    public WireModule() {
        super("WireModule");
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.insertAnnotationIntrospector(new WireTypes());
        context.addBeanDeserializerModifier(new Unchangeable());
    }

    /** Collections that are read can't be changed, and have no null in them. */
    private static final class Unchangeable extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyCollectionDeserializer(
                DeserializationConfig config, CollectionType type, BeanDescription bean, JsonDeserializer<?> read) {
            return Set.class.isAssignableFrom(type.getRawClass())
                    ? then((Set<?> set) -> Collections.unmodifiableSet(set), type, read)
                    : then((List<?> list) -> List.copyOf(list), type, read);
        }

        @Override
        public JsonDeserializer<?> modifyMapDeserializer(
                DeserializationConfig config, MapType type, BeanDescription bean, JsonDeserializer<?> read) {
            return then((Map<?, ?> map) -> Collections.unmodifiableMap(map), type, read);
        }

        private static <T> JsonDeserializer<?> then(UnaryOperator<T> last, JavaType type, JsonDeserializer<?> read) {
            StdConverter<Object, T> converter = new StdConverter<>() {
                @Override
                @SuppressWarnings("unchecked") // what `read` makes is of the type
                public T convert(Object value) {
                    return last.apply((T) value);
                }
            };
            return new StdDelegatingDeserializer<>(converter, type, read);
        }
    }
}
