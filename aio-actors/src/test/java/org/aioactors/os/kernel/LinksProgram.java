// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.OutputStream;

/** Prints what it hears of network links, a line each, until its standard input ends. */
final class LinksProgram {
    private LinksProgram() {}

    public static void main(String[] args) throws IOException {
        ActorSystem<NetworkLinks.Event> system = ActorSystem.create(
                Behaviors.setup(context -> {
                    NetworkLinks.watch(context.getSystem(), context.getSelf());
                    return Behaviors.receiveMessage(event -> {
                        System.out.println(event);
                        return Behaviors.same();
                    });
                }),
                "links",
                ConfigFactory.parseString("akka.stdout-loglevel = OFF, akka.loglevel = OFF")
                        .withFallback(ConfigFactory.load()));
        System.in.transferTo(OutputStream.nullOutputStream());
        system.terminate();
    }
}
