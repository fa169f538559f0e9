// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.signal;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import org.aioactors.Aio;

/** Watches the signal of its argument, prints what it hears, and watches no more after the first that comes. */
final class SignalProgram {
    /** How its lines begin, among those of the log. */
    static final String SAYS = "program: ";

    private SignalProgram() {}

    public static void main(String[] args) {
        ActorSystem.create(watching(Signal.of(args[0])), "signals");
    }

    private static Behavior<Signals.Event> watching(Signal signal) {
        return Behaviors.setup(context -> {
            ActorRef<Signals.Command> signals = Aio.get(context.getSystem()).signals();
            signals.tell(new Signals.Watch(signal, context.getSelf()));
            return Behaviors.receive(Signals.Event.class)
                    .onMessage(Signals.Watching.class, watching -> {
                        System.out.println(SAYS + "watching");
                        return Behaviors.same();
                    })
                    .onMessage(Signals.Raised.class, raised -> {
                        System.out.println(SAYS + "raised");
                        signals.tell(new Signals.Unwatch(signal, context.getSelf()));
                        // What is refused is answered, and that is behind it.
                        signals.tell(new Signals.Watch(Signal.KILL, context.getSelf()));
                        return Behaviors.same();
                    })
                    .onMessage(Signals.Refused.class, refused -> {
                        System.out.println(SAYS + (refused.signal().equals(signal) ? refused.reason() : "unwatched"));
                        return Behaviors.same();
                    })
                    .build();
        });
    }
}
