// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.nio.file.Path;
import java.util.Objects;
import org.aioactors.Aio;
import org.aioactors.net.Tcp;
import org.aioactors.os.process.ChildOptions;
import org.aioactors.os.process.Processes;
import org.aioactors.os.process.Stdio;

/** Has sha256sum(1) read a file, and tells somebody what it prints. */
final class Checksum {
    private Checksum() {}

    static Behavior<Object> of(Path file, ActorRef<String> listener) {
        return Behaviors.setup(context -> {
            ChildOptions options =
                    ChildOptions.DEFAULT.withStdin(Stdio.read(file)).withStdout(Stdio.STREAM);
            Aio.get(context.getSystem())
                    .processes()
                    .tell(Processes.Spawn.of(context.getSelf(), "sha256sum").with(options));
            ByteString[] printed = {ByteString.emptyByteString()};
            return Behaviors.receive(Object.class)
                    .onMessage(Processes.Started.class, started -> {
                        Objects.requireNonNull(started.stdout()).tell(Tcp.Register.of(context.getSelf()));
                        return Behaviors.same();
                    })
                    .onMessage(Tcp.Received.class, received -> {
                        printed[0] = printed[0].concat(received.data());
                        return Behaviors.same();
                    })
                    .onMessage(Tcp.PeerClosed.class, end -> {
                        listener.tell(printed[0].utf8String());
                        return Behaviors.stopped();
                    })
                    .onMessage(Processes.Exited.class, exited -> Behaviors.same())
                    .onMessage(Processes.SpawnFailed.class, failed -> {
                        listener.tell(failed.cause().getMessage());
                        return Behaviors.stopped();
                    })
                    .build();
        });
    }
}
