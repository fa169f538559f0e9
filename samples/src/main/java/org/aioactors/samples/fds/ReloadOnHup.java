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
import org.aioactors.os.signal.Signal;
import org.aioactors.os.signal.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of configuration, and again at each {@code kill -HUP}; what can't be read or parsed leaves the old one in force.
 * Nothing blocks.
 *
 * <pre>
 *   ReloadOnHup FILE
 * </pre>
 */
public final class ReloadOnHup {
    private static final int MOST = 1 << 20;

    private final ActorContext<Object> context;
    private final Path file;
    private Config config = ConfigFactory.empty();

    private ReloadOnHup(ActorContext<Object> context, Path file) {
        this.context = context;
        this.file = file;
    }

    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("usage: ReloadOnHup FILE");
            System.exit(2);
        }
        ActorSystem.create(create(Path.of(args[0])), "reload");
    }

    private static Behavior<Object> create(Path file) {
        return Behaviors.setup(context -> {
            ReloadOnHup reload = new ReloadOnHup(context, file);
            Aio.get(context.getSystem()).signals().tell(new Signals.Watch(Signal.HUP, context.getSelf()));
            reload.load();
            return Behaviors.receive(Object.class)
                    .onMessage(Signals.Raised.class, raised -> reload.load()) // or any other cause to
                    .onMessage(Signals.Watching.class, watching -> {
                        System.out.println(
                                "kill -HUP " + ProcessHandle.current().pid() + " has it read again");
                        return Behaviors.same();
                    })
                    .onMessage(Signals.Refused.class, refused -> reload.keep(refused.reason()))
                    .onMessage(Fs.Opened.class, reload::read)
                    .onMessage(
                            Fs.ReadDone.class, done -> reload.parse(done.data().utf8String()))
                    .onMessage(
                            Fs.Failed.class,
                            failed -> reload.keep(failed.cause().getMessage()))
                    .onMessage(Fs.Refused.class, refused -> reload.keep(refused.reason()))
                    .onMessage(Fs.Done.class, closed -> Behaviors.same())
                    .build();
        });
    }

    private Behavior<Object> load() {
        Fs.Open open = new Fs.Open(file, OpenOptions.read(), context.getSelf(), context.getSelf());
        Aio.get(context.getSystem()).files().tell(open);
        return Behaviors.same();
    }

    private Behavior<Object> read(Fs.Opened opened) {
        opened.file().tell(new Fs.Read(0, MOST, context.getSelf()));
        opened.file().tell(new Fs.Close(context.getSelf())); // after the read
        return Behaviors.same();
    }

    private Behavior<Object> parse(String text) {
        try {
            config = ConfigFactory.parseString(text).resolve();
        } catch (ConfigException e) {
            return keep(e.getMessage());
        }
        System.out.println("in force: " + config.root().render(ConfigRenderOptions.concise()));
        return Behaviors.same();
    }

    private Behavior<Object> keep(@Nullable String why) {
        System.out.println("not changed: " + why);
        return Behaviors.same();
    }
}
