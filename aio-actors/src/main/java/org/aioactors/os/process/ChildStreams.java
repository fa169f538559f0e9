// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import org.aioactors.aio.linux.Fd;
import org.aioactors.net.FdStream;
import org.aioactors.net.Tcp;
import org.jspecify.annotations.Nullable;

/** The streams of a child; null where it has none. */
record ChildStreams(
        @Nullable ActorRef<Tcp.ConnectionCommand> stdin,
        @Nullable ActorRef<Tcp.ConnectionCommand> stdout,
        @Nullable ActorRef<Tcp.ConnectionCommand> stderr) {
    /** Makes streams of the pipes, on the loop whose thread calls this. What comes before somebody registers, nobody hears. */
    static ChildStreams open(ActorSystem<?> system, Launched launched) {
        String of = " of " + launched.child();
        ActorRef<Tcp.ConnectionCommand> stdin = null;
        ActorRef<Tcp.ConnectionCommand> stdout = null;
        try {
            stdin = open(system, null, launched.stdin(), "standard input" + of);
            stdout = open(system, launched.stdout(), null, "standard output" + of);
            return new ChildStreams(stdin, stdout, open(system, launched.stderr(), null, "standard error" + of));
        } catch (RuntimeException | Error failure) {
            abort(stdin, launched.stdin());
            abort(stdout, launched.stdout());
            abort(null, launched.stderr());
            throw failure;
        }
    }

    private static @Nullable ActorRef<Tcp.ConnectionCommand> open(
            ActorSystem<?> system, @Nullable Fd input, @Nullable Fd output, String name) {
        if (input == null && output == null) {
            return null;
        }
        ActorRef<Tcp.Event> nobody = system.ignoreRef();
        return FdStream.open(system, input, output, name, nobody);
    }

    /** A stream owns its descriptor, also one that could not be made, which has closed it then. */
    private static void abort(@Nullable ActorRef<Tcp.ConnectionCommand> stream, @Nullable Fd fd) {
        if (stream != null) {
            stream.tell(new Tcp.Abort());
        } else if (fd != null) {
            fd.close();
        }
    }
}
