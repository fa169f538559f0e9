// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UdpAnswersTest {
    private final ActorTestKit kit = ActorTestKit.create();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void aQuestionIsAnswered() throws IOException {
        try (DatagramSocket client = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
            kit.spawn(UdpAnswers.server(address));
            byte[] question = "hello".getBytes(StandardCharsets.UTF_8);
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            client.setSoTimeout(200);
            int attempts = 0;
            do {
                assertThat(++attempts).isLessThan(100);
                client.send(new DatagramPacket(question, question.length, address));
            } while (!isAnswered(client, answer));
            String text = new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
            assertThat(text).isEqualTo("you said hello");
            assertThat(answer.getSocketAddress()).isEqualTo(address);
        }
    }

    /** Before the server is there, nobody hears a question. */
    private static boolean isAnswered(DatagramSocket client, DatagramPacket answer) throws IOException {
        try {
            client.receive(answer);
            return true;
        } catch (SocketTimeoutException nobodyThere) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return socket.getLocalPort();
        }
    }
}
