// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.nio.file.Path;
import org.aioactors.os.directory.DirectoryWatch;

/** Tells the path of each file that is put into a directory, when it is whole. */
final class Inbox {
    private Inbox() {}

    static Behavior<DirectoryWatch.Event> watching(Path directory, ActorRef<String> worker) {
        return Behaviors.setup(context -> {
            DirectoryWatch.watch(context.getSystem(), directory, context.getSelf());
            return Behaviors.receive(DirectoryWatch.Event.class)
                    .onMessage(DirectoryWatch.Found.class, found -> {
                        if (!found.directory()) {
                            worker.tell(found.path());
                        }
                        return Behaviors.same();
                    })
                    .onMessage(DirectoryWatch.Written.class, written -> {
                        worker.tell(written.path());
                        return Behaviors.same();
                    })
                    .onMessage(DirectoryWatch.MovedIn.class, moved -> {
                        worker.tell(moved.path());
                        return Behaviors.same();
                    })
                    .onMessage(DirectoryWatch.Failed.class, failed -> Behaviors.stopped())
                    .onMessage(DirectoryWatch.Event.class, other -> Behaviors.same())
                    .build();
        });
    }
}
