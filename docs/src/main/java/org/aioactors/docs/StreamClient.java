// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.typed.ActorSystem;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.util.concurrent.CompletionStage;
import org.aioactors.stream.AioTcp;

final class StreamClient {
    private StreamClient() {}

    static CompletionStage<ByteString> ask(ActorSystem<?> system, int port, String question) {
        return Source.single(ByteString.fromString(question))
                .via(AioTcp.get(system).outgoingConnection("127.0.0.1", port))
                .runWith(Sink.fold(ByteString.emptyByteString(), ByteString::concat), system);
    }
}
