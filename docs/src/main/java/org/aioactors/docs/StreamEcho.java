// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.Materializer;
import akka.stream.javadsl.Flow;
import akka.util.ByteString;
import java.util.concurrent.CompletionStage;
import org.aioactors.stream.AioTcp;

public final class StreamEcho {
    public static void main(String[] args) {
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "echo");
        serve(system, 7000).whenComplete((binding, failure) -> {
            if (failure != null) {
                system.log().error("no server", failure);
                system.terminate();
            }
        });
    }

    static CompletionStage<AioTcp.ServerBinding> serve(ActorSystem<?> system, int port) {
        Flow<ByteString, ByteString, ?> echo = Flow.of(ByteString.class);
        return AioTcp.get(system).bindAndHandle(echo, "127.0.0.1", port, Materializer.matFromSystem(system));
    }
}
