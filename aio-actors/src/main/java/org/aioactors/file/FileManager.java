// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.PinnedMailbox;

/** The actor that takes {@link Fs.Command}: makes an actor of each file, and serves what is about names itself. */
final class FileManager {
    private FileManager() {}

    /** The behavior of a manager, which must have the pinned mailbox; its children run on its dispatcher. */
    static Behavior<Fs.Command> create(FileServices services) {
        return Behaviors.setup(context -> {
            PathTasks paths = new PathTasks(services.kernelOf(AioLoop.require("the files")), services.settings());
            return Behaviors.receive(Fs.Command.class)
                    .onMessage(Fs.Open.class, open -> {
                        if (services.budget().takeFile()) {
                            context.spawnAnonymous(FileActor.create(services, open), PinnedMailbox.SAME_AS_PARENT);
                        } else {
                            FileTasks.refuse(
                                    open,
                                    services.settings().maxOpenFiles()
                                            + " files are open already (aio.file.max-open-files)");
                        }
                        return Behaviors.same();
                    })
                    .onMessage(Fs.PathCommand.class, command -> {
                        paths.submit(command);
                        return Behaviors.same();
                    })
                    .build();
        });
    }
}
