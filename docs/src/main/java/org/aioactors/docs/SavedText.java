// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.nio.file.Path;
import org.aioactors.Aio;
import org.aioactors.file.Fs;
import org.aioactors.file.OpenOptions;

/** Saves a text in a file, and tells somebody when the disk has it, or why not. */
final class SavedText {
    private SavedText() {}

    static Behavior<Fs.Answer> saving(Path path, String text, ActorRef<String> listener) {
        return Behaviors.setup(context -> {
            ActorRef<Fs.Command> files = Aio.get(context.getSystem()).files();
            OpenOptions options = OpenOptions.write().create().truncate();
            files.tell(new Fs.Open(path, options, context.getSelf(), context.getSelf()));
            return Behaviors.receive(Fs.Answer.class)
                    .onMessage(Fs.Opened.class, opened -> {
                        opened.file().tell(new Fs.Write(0, ByteString.fromString(text), context.getSelf()));
                        opened.file().tell(new Fs.Sync(true, context.getSelf())); // after the write
                        return Behaviors.same();
                    })
                    .onMessage(Fs.Written.class, written -> Behaviors.same())
                    .onMessage(Fs.Done.class, synced -> {
                        listener.tell("saved");
                        return Behaviors.stopped(); // and so the file is closed
                    })
                    .onMessage(Fs.Failed.class, failed -> {
                        listener.tell(failed.cause().getMessage());
                        return Behaviors.stopped();
                    })
                    .build();
        });
    }
}
