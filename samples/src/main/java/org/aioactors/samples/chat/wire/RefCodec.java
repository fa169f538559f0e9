// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.wire;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import java.util.function.Supplier;

/** An actor reference: 0 and its text, or the place of the same one earlier in the message, from 1. */
final class RefCodec implements Codec {
    private final Supplier<ActorRefResolver> resolver;

    RefCodec(Supplier<ActorRefResolver> resolver) {
        this.resolver = resolver;
    }

    @Override
    public void write(WireOutput out, Object value) {
        ActorRef<?> ref = (ActorRef<?>) value;
        int place = out.place(ref);
        out.number(place);
        if (place == 0) {
            out.text(resolver.get().toSerializationFormat(ref));
        }
    }

    @Override
    public Object read(WireInput in) {
        int place = in.intNumber();
        if (place != 0) {
            return in.had(place);
        }
        ActorRef<?> ref = resolve(in, in.text());
        in.had(ref);
        return ref;
    }

    /** Of a text that says no reference Akka makes one to nobody, or has an exception of its own. */
    private ActorRef<?> resolve(WireInput in, String text) {
        try {
            return resolver.get().resolveActorRef(text);
        } catch (RuntimeException e) {
            WireException bad = in.bad("no actor reference");
            bad.initCause(e);
            throw bad;
        }
    }
}
