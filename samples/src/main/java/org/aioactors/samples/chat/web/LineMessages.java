// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.web;

import akka.NotUsed;
import akka.http.javadsl.model.ws.BinaryMessage;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.TextMessage;
import akka.stream.Materializer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The subprotocols of IRC over WebSocket (IRCv3, websocket): a line is a message, without its end. */
final class LineMessages {
    static final String TEXT = "text.ircv3.net";
    static final String BINARY = "binary.ircv3.net";
    static final Set<String> PROTOCOLS = Set.of(TEXT, BINARY);

    /** For a message that comes in pieces. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private LineMessages() {}

    /** The bridge with messages on its other side. What is not UTF-8 is replaced in text messages. */
    static Flow<Message, Message, NotUsed> flow(
            WebSettings settings, Bridge bridge, String protocol, Materializer materializer) {
        return Flow.of(Message.class)
                .mapAsync(1, message -> bytes(message, settings.maxMessageBytes(), materializer))
                .via(bridge)
                .map(line ->
                        protocol.equals(TEXT) ? TextMessage.create(line.utf8String()) : BinaryMessage.create(line));
    }

    private static CompletionStage<ByteString> bytes(Message message, int most, Materializer materializer) {
        Source<ByteString, ?> pieces;
        if (message.isText()) {
            TextMessage text = message.asTextMessage();
            if (text.isStrict()) {
                return limited(ByteString.fromString(text.getStrictText()), most);
            }
            pieces = text.getStreamedText().map(ByteString::fromString);
        } else {
            BinaryMessage binary = message.asBinaryMessage();
            if (binary.isStrict()) {
                return limited(binary.getStrictData(), most);
            }
            pieces = binary.getStreamedData().map(piece -> piece);
        }
        return pieces.limitWeighted(most, piece -> (long) piece.size())
                .completionTimeout(PATIENCE)
                .runFold(ByteString.emptyByteString(), ByteString::concat, materializer);
    }

    private static CompletionStage<ByteString> limited(ByteString bytes, int most) {
        return bytes.size() <= most
                ? CompletableFuture.completedFuture(bytes)
                : CompletableFuture.failedFuture(
                        new IllegalArgumentException("a message of more than " + most + " bytes"));
    }
}
