// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import static org.assertj.core.api.Assertions.assertThat;

import akka.japi.Pair;
import akka.stream.StreamTcpException;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.util.concurrent.CompletionStage;
import org.aioactors.net.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection whose flow nobody runs in time. */
@ParameterizedClass
@ValueSource(strings = {StreamTest.FORK_JOIN, StreamTest.AIO})
class AioTcpRegisterTimeoutTest extends StreamTest {
    @Override
    String config() {
        return "aio.net.tcp.register-timeout = 50 ms";
    }

    @Test
    void isClosedAndItsFlowFails() throws Exception {
        Pair<CompletionStage<AioTcp.ServerBinding>, CompletionStage<AioTcp.IncomingConnection>> run =
                tcp.bind("127.0.0.1", 0).toMat(Sink.head(), Keep.both()).run(materializer);
        Peer peer = connectTo(get(run.first()));
        AioTcp.IncomingConnection connection = get(run.second());
        peer.expectEnd();
        assertThat(failure(Source.<ByteString>maybe().via(connection.flow()).runWith(Sink.ignore(), materializer)))
                .isInstanceOf(StreamTcpException.class)
                .hasMessageContaining("aio.net.tcp.register-timeout");
    }
}
