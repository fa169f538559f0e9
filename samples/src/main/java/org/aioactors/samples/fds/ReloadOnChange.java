// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.fds;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.nio.file.Path;
import org.aioactors.Aio;
import org.aioactors.file.Fs;
import org.aioactors.file.OpenOptions;
import org.aioactors.os.directory.DirectoryWatch;

/**
 * Prints a configuration and each later version of it, whether the file is written, replaced, or comes after the start. A
 * version that can't be read leaves the one before in force.
 *
 * <pre>
 *   ReloadOnChange FILE
 * </pre>
 */
public final class ReloadOnChange {
    private static final int MOST = 1024 * 1024;

    private final ActorContext<Object> context;
    private final Path file;
    private Config config = ConfigFactory.empty();
    private boolean reading;

    /** Whether it has changed since it was read. */
    private boolean again;

    private ReloadOnChange(ActorContext<Object> context, Path file) {
        this.context = context;
        this.file = file;
        DirectoryWatch.watchFile(context.getSystem(), file, context.getSelf().narrow());
    }

    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("usage: ReloadOnChange FILE");
            System.exit(2);
        }
        ActorSystem.create(create(Path.of(args[0])), "reload-on-change");
    }

    private static Behavior<Object> create(Path file) {
        return Behaviors.setup(context -> {
            ReloadOnChange reload = new ReloadOnChange(context, file);
            return Behaviors.receive(Object.class)
                    .onMessage(DirectoryWatch.Found.class, found -> reload.open())
                    .onMessage(DirectoryWatch.Written.class, written -> reload.open())
                    .onMessage(DirectoryWatch.MovedIn.class, moved -> reload.open())
                    .onMessage(DirectoryWatch.Absent.class, absent -> reload.keep(absent.root() + " is not there"))
                    .onMessage(DirectoryWatch.Deleted.class, deleted -> reload.keep(file + " is deleted"))
                    .onMessage(DirectoryWatch.Failed.class, failed -> {
                        System.err.println(failed.reason());
                        return Behaviors.stopped();
                    })
                    .onMessage(DirectoryWatch.Event.class, other -> Behaviors.same())
                    .onMessage(Fs.Opened.class, reload::read)
                    .onMessage(Fs.ReadDone.class, read -> {
                        reload.parse(read);
                        return reload.done();
                    })
                    .onMessage(Fs.Failed.class, failed -> {
                        reload.keep(String.valueOf(failed.cause().getMessage()));
                        return reload.done();
                    })
                    .build();
        });
    }

    private Behavior<Object> open() {
        again = reading;
        if (reading) {
            return Behaviors.same();
        }
        reading = true;
        Fs.Open open = new Fs.Open(
                file, OpenOptions.read(), context.getSelf(), context.getSelf().narrow());
        Aio.get(context.getSystem()).files().tell(open);
        return Behaviors.same();
    }

    private Behavior<Object> done() {
        reading = false;
        return again ? open() : Behaviors.same();
    }

    private Behavior<Object> read(Fs.Opened opened) {
        opened.file().tell(new Fs.Read(0, MOST, context.getSelf().narrow()));
        opened.file().tell(new Fs.Close(context.getSystem().ignoreRef()));
        return Behaviors.same();
    }

    private void parse(Fs.ReadDone read) {
        try {
            config = ConfigFactory.parseString(read.data().utf8String()).resolve();
            System.out.println("in force: " + config.root().render(ConfigRenderOptions.concise()));
        } catch (ConfigException bad) {
            keep(String.valueOf(bad.getMessage()));
        }
    }

    private Behavior<Object> keep(String reason) {
        System.out.println(reason + "; still in force: " + config.root().render(ConfigRenderOptions.concise()));
        return Behaviors.same();
    }
}
