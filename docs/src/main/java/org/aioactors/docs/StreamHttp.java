// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.Materializer;
import akka.stream.TLSProtocol.SessionBytes;
import akka.stream.TLSProtocol.SslTlsInbound;
import akka.stream.TLSProtocol.SslTlsOutbound;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.TLSPlacebo;
import akka.util.ByteString;
import java.util.concurrent.CompletionStage;
import org.aioactors.stream.AioTcp;

public final class StreamHttp {
    public static void main(String[] args) {
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "http");
        serve(system, 8080).whenComplete((binding, failure) -> {
            if (failure != null) {
                system.log().error("no server", failure);
                system.terminate();
            }
        });
    }

    static CompletionStage<AioTcp.ServerBinding> serve(ActorSystem<?> system, int port) {
        Flow<HttpRequest, HttpResponse, NotUsed> hello = Flow.of(HttpRequest.class)
                .map(request -> HttpResponse.create()
                        .withEntity("hello from " + request.getUri().path()));
        AioTcp tcp = AioTcp.get(system);
        Materializer materializer = Materializer.matFromSystem(system);
        return tcp.bind("127.0.0.1", port)
                .to(Sink.foreach(connection -> http(system)
                        .join(connection.flow())
                        .join(hello)
                        .addAttributes(tcp.sameLoop())
                        .run(materializer)))
                .run(materializer);
    }

    /** Akka HTTP's server for one connection, which knows nothing of TLS: from responses to requests. */
    static BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> http(ActorSystem<?> system) {
        BidiFlow<SslTlsOutbound, SslTlsOutbound, SessionBytes, SslTlsInbound, NotUsed> types =
                BidiFlow.fromFunctions(outbound -> outbound, inbound -> inbound);
        return Http.get(Adapter.toClassic(system)).serverLayer().atop(types).atop(TLSPlacebo.getInstance());
    }
}
