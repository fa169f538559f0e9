// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.wire;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.SerializerWithStringManifest;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads {@link WireMessage}s for Akka: records, by their components. What it is told by others makes a value or a {@link
 * WireException}, which Akka logs and drops; no class but the chat's own records is ever made of it, and no more memory taken
 * than the message is long, times a small factor. All servers of a network must have the same version of the records.
 *
 * <p>Any thread. Records are looked at once each; a message costs no reflection.
 */
public final class RecordSerializer extends SerializerWithStringManifest {
    private static final int IDENTIFIER = 166_701;

    private final ExtendedActorSystem system;
    private final Codecs codecs = new Codecs(this::resolver);

    /** By the class's name, which goes with each message. */
    private final ConcurrentHashMap<String, Codec> messages = new ConcurrentHashMap<>();

    /** Serializers are made while the system is not complete yet. Written by any thread, always the same value. */
    private volatile @Nullable ActorRefResolver resolver;

    /** As Akka calls it. */
    public RecordSerializer(ExtendedActorSystem system) {
        this.system = system;
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return message.getClass().getName();
    }

    /** @throws WireException if it is no message, or something in it can't be sent */
    @Override
    public byte[] toBinary(Object message) {
        WireOutput out = new WireOutput();
        codec(message.getClass().getName()).write(out, message);
        return out.toBytes();
    }

    /** @throws WireException if the bytes don't say a message of that class */
    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        WireInput in = new WireInput(bytes);
        Object message = codec(manifest).read(in);
        in.end();
        return message;
    }

    /** Nothing is kept for names that are none, however many there are. */
    private Codec codec(String className) {
        Codec known = messages.get(className);
        return known == null ? learn(className) : known;
    }

    private Codec learn(String className) {
        if (!Codecs.isOurs(className)) {
            throw new WireException("no message between servers: " + className);
        }
        Class<?> type;
        try {
            type = Class.forName(className, false, RecordSerializer.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new WireException("no message between servers: " + className, e);
        }
        if (!type.isRecord() || !WireMessage.class.isAssignableFrom(type)) {
            throw new WireException("no message between servers: " + className);
        }
        Codec codec = codecs.of(type);
        messages.put(className, codec);
        return codec;
    }

    private ActorRefResolver resolver() {
        ActorRefResolver known = resolver;
        if (known == null) {
            known = ActorRefResolver.get(Adapter.toTyped(system));
            resolver = known;
        }
        return known;
    }
}
