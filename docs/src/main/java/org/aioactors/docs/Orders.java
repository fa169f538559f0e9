// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.file.Log;
import org.aioactors.file.LogReader;
import org.aioactors.file.LogRecord;

/** Takes orders, and confirms each when the disk has it. */
final class Orders {
    record Order(String text, ActorRef<String> customer) {}

    private Orders() {}

    static Behavior<Object> taking(Path directory) {
        return Behaviors.setup(context -> {
            ActorRef<Log.Command> log = context.spawn(Log.writer(directory), "log");
            return Behaviors.receive(Object.class)
                    .onMessage(Order.class, order -> {
                        context.spawnAnonymous(confirming(log, order));
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    private static Behavior<Log.Answer> confirming(ActorRef<Log.Command> log, Order order) {
        return Behaviors.setup(context -> {
            log.tell(new Log.Append(ByteString.fromString(order.text()), context.getSelf()));
            return Behaviors.receiveMessage(answer -> {
                order.customer().tell(answer instanceof Log.Appended kept ? "order " + kept.sequence() : "sorry");
                return Behaviors.stopped();
            });
        });
    }

    /** Blocks. */
    static List<String> all(Path directory) throws IOException {
        List<String> orders = new ArrayList<>();
        try (LogReader reader = LogReader.open(directory)) {
            for (LogRecord record = reader.next(); record != null; record = reader.next()) {
                orders.add(record.data().utf8String());
            }
        }
        return orders;
    }
}
