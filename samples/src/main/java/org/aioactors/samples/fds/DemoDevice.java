// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.fds;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.util.Locale;
import org.aioactors.net.Tcp;

/** A modem as it was once, on the other end of a serial line: echoes what it is sent, and answers each line. */
final class DemoDevice {
    private final ActorRef<Tcp.ConnectionCommand> line;
    private final StringBuilder command = new StringBuilder();

    private DemoDevice(ActorRef<Tcp.ConnectionCommand> line) {
        this.line = line;
    }

    static Behavior<Tcp.Event> create(ActorRef<Tcp.ConnectionCommand> line) {
        return Behaviors.setup(context -> {
            line.tell(Tcp.Register.of(context.getSelf()));
            DemoDevice device = new DemoDevice(line);
            return Behaviors.receive(Tcp.Event.class)
                    .onMessage(Tcp.Received.class, received -> {
                        device.received(received.data().utf8String());
                        return Behaviors.same();
                    })
                    .onMessage(Tcp.ConnectionClosed.class, closed -> Behaviors.stopped())
                    .build();
        });
    }

    private void received(String text) {
        StringBuilder answer = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '\r') {
                answer.append("\r\n").append(answer(command.toString())).append("\r\n");
                command.setLength(0);
            } else {
                answer.append(character);
                command.append(character);
            }
        }
        line.tell(Tcp.Write.of(ByteString.fromString(answer.toString())));
    }

    private static String answer(String command) {
        return switch (command.toUpperCase(Locale.ROOT)) {
            case "" -> "type AT, ATI or ATD";
            case "AT" -> "OK";
            case "ATI" -> "a modem that is not there";
            case "ATD" -> "NO CARRIER";
            default -> "ERROR";
        };
    }
}
