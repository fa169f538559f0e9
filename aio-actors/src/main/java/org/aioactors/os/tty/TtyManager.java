// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.dispatcher.PinnedMailbox;

/** The actor that takes {@link Tty.Command}, and makes an actor of each terminal. */
final class TtyManager {
    private TtyManager() {}

    /** The behavior of a manager, whose children run on its dispatcher. */
    static Behavior<Tty.Command> create(Syscalls syscalls) {
        return Behaviors.setup(context -> Behaviors.receiveMessage(command -> {
            if (command instanceof Tty.Run run) {
                context.spawnAnonymous(PtyRun.create(syscalls, run), PinnedMailbox.SAME_AS_PARENT);
            } else {
                context.spawnAnonymous(TtyActor.create(syscalls, command), PinnedMailbox.SAME_AS_PARENT);
            }
            return Behaviors.same();
        }));
    }
}
