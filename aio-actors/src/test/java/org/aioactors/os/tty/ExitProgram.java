// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.nio.file.Path;
import org.aioactors.Aio;
import org.aioactors.net.Tcp;

/**
 * Opens a terminal in raw mode, says so, and goes on until it is ended, or asked for its end by a line of input. If it can't be
 * opened, it says why and ends.
 */
final class ExitProgram {
    private ExitProgram() {}

    /** Usage: PATH. */
    public static void main(String[] arguments) throws Exception {
        ActorSystem.create(opener(Path.of(arguments[0])), "exit");
        if (System.in.read() >= 0) {
            System.exit(7);
        }
    }

    private static Behavior<Tty.Event> opener(Path path) {
        return Behaviors.setup(context -> {
            Aio.get(context.getSystem())
                    .terminals()
                    .tell(new Tty.Open(path, TerminalOptions.serial(31_250), context.getSelf()));
            ActorRef<Tcp.Event> handler = context.spawnAnonymous(Behaviors.ignore());
            return Behaviors.receive(Tty.Event.class)
                    .onMessage(Tty.Opened.class, opened -> {
                        opened.connection().tell(Tcp.Register.of(handler));
                        System.out.println("open");
                        return Behaviors.same();
                    })
                    .onMessage(Tty.Failed.class, failed -> {
                        System.out.println(failed.cause().getMessage());
                        Runtime.getRuntime().halt(8);
                        return Behaviors.same();
                    })
                    .build();
        });
    }
}
