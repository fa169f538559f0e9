// SPDX-License-Identifier: Apache-2.0
package consumer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import play.Mode;
import play.mvc.Results;
import play.routing.RoutingDsl;
import play.server.Server;

/** An application that knows nothing of us but by its configuration: a server of Play 3, which is all Pekko Streams. */
public final class PlayConsumer {
    private static final int CHUNKS = 1024;
    private static final byte[] CHUNK = new byte[4096];

    private PlayConsumer() {}

    /**
     * Asks its own server for 4 MiB in chunks, and looks whose threads ran its stages.
     *
     * @throws Exception if there is another answer or none, or if they were not our dispatcher's
     */
    public static void main(String[] args) throws Exception {
        Arrays.fill(CHUNK, (byte) 'x');
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Server server = Server.forRouter(
                Mode.PROD,
                0,
                components -> RoutingDsl.fromComponents(components)
                        .GET("/stream")
                        .routingTo(request -> Results.ok().chunked(Source.range(1, CHUNKS).map(i -> {
                            threads.add(Thread.currentThread().getClass().getName());
                            return ByteString.fromArray(CHUNK);
                        })))
                        .build());
        try {
            URI uri = URI.create("http://127.0.0.1:" + server.httpPort() + "/stream");
            int length = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray())
                    .body()
                    .length;
            if (length != CHUNKS * CHUNK.length) {
                throw new IllegalStateException("of " + CHUNKS * CHUNK.length + " bytes " + length + " came");
            }
            if (!threads.stream().allMatch(name -> name.startsWith("org.aioactors.pekko."))) {
                throw new IllegalStateException("not on our dispatcher, but on threads of " + threads);
            }
            System.out.println("Play streamed " + length + " bytes, on Java "
                    + Runtime.version().feature() + ", by threads of " + threads);
        } finally {
            server.stop();
        }
    }
}
