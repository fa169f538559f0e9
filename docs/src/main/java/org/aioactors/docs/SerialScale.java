// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.nio.file.Path;
import org.aioactors.Aio;
import org.aioactors.net.Tcp;
import org.aioactors.os.tty.LineSettings;
import org.aioactors.os.tty.TerminalOptions;
import org.aioactors.os.tty.Tty;

/** Asks a scale on a serial line for the weight, and tells somebody what it says. */
final class SerialScale {
    private SerialScale() {}

    static Behavior<Object> weighing(Path path, ActorRef<String> listener) {
        return Behaviors.setup(context -> {
            LineSettings line = LineSettings.of(9_600).withStopBits(2);
            ActorRef<Tty.Command> terminals = Aio.get(context.getSystem()).terminals();
            terminals.tell(new Tty.Open(path, TerminalOptions.serial(line), context.getSelf()));
            return Behaviors.receive(Object.class)
                    .onMessage(Tty.Opened.class, opened -> {
                        opened.connection()
                                .tell(Tcp.Register.of(context.getSelf().narrow()));
                        opened.connection().tell(Tcp.Write.of(ByteString.fromString("W\r\n")));
                        return Behaviors.same();
                    })
                    .onMessage(Tcp.Received.class, received -> {
                        listener.tell(received.data().utf8String());
                        return Behaviors.same();
                    })
                    .onMessage(Tcp.PeerClosed.class, unplugged -> {
                        listener.tell("unplugged");
                        return Behaviors.stopped();
                    })
                    .onMessage(Tty.Failed.class, failed -> {
                        listener.tell(failed.cause().getMessage());
                        return Behaviors.stopped();
                    })
                    .build();
        });
    }
}
