// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.Materializer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import org.aioactors.net.Tls;
import org.aioactors.stream.AioTcp;

public final class StreamHttps {
    public static void main(String[] args) {
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "https");
        serve(system, 8443, Tls.ofKeyStore(Path.of("server.p12"), "changeit")).whenComplete((binding, failure) -> {
            if (failure != null) {
                system.log().error("no server", failure);
                system.terminate();
            }
        });
    }

    static CompletionStage<AioTcp.ServerBinding> serve(ActorSystem<?> system, int port, Tls tls) {
        Flow<HttpRequest, HttpResponse, NotUsed> hello = Flow.of(HttpRequest.class)
                .map(request -> HttpResponse.create()
                        .withEntity("hello from " + request.getUri().path()));
        AioTcp tcp = AioTcp.get(system);
        Materializer materializer = Materializer.matFromSystem(system);
        return tcp.bindWithTls("127.0.0.1", port, tls)
                .to(Sink.foreach(connection -> StreamHttp.http(system)
                        .join(connection.flow())
                        .join(hello)
                        .addAttributes(tcp.sameLoop())
                        .run(materializer)))
                .run(materializer);
    }
}
