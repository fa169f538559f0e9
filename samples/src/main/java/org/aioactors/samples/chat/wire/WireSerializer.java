// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.wire;

import akka.actor.ExtendedActorSystem;
import akka.serialization.jackson.JacksonObjectMapperProvider;
import akka.serialization.jackson.JacksonSerializer;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.util.Optional;

/**
 * Writes and reads {@link WireMessage}s for Akka: Jackson's CBOR as Akka has it, which makes objects of no classes but those bound to
 * it in the configuration. What is no message becomes an exception, which Akka logs, and the message is dropped. Akka's own
 * {@code jackson-cbor} would also read what is compressed: a few bytes that claim to be gigabytes.
 */
public final class WireSerializer extends JacksonSerializer {
    /** As Akka calls it, with the name that the serializer has in the configuration. */
    public WireSerializer(ExtendedActorSystem system, String name) {
        super(system, name, JacksonObjectMapperProvider.get(system).getOrCreate(name, Optional.of(factory())));
    }

    /** Half of a surrogate pair, as cutting a text may leave it, is written as a replacement character. */
    private static CBORFactory factory() {
        return CBORFactory.builder()
                .enable(CBORGenerator.Feature.LENIENT_UTF_ENCODING)
                .build();
    }

    @Override
    public byte[] decompress(byte[] bytes) {
        return bytes;
    }
}
