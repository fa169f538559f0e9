// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.web;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A Chromium without a window, told what to do by its own protocol (Chrome DevTools Protocol), which is JSON over a WebSocket.
 */
final class Browser implements WebSocket.Listener {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final long DEADLINE_S = 60;

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Config>> answers = new ConcurrentHashMap<>();
    private final StringBuilder part = new StringBuilder();

    /** What pages complain of: exceptions, and what their policy forbids. */
    final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    private Browser(Process process, String address) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), this)
                .join();
    }

    /** Where it is installed; null if it is not. */
    static Path installed() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    static Browser start(Path program, Path profile) throws IOException {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-background-timer-throttling",
                        "--disable-renderer-backgrounding",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        while (line != null && !line.startsWith("DevTools listening on ")) {
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException("the browser does not start");
        }
        Thread drain = new Thread(() -> output.lines().forEach(ignored -> {}), "browser's output");
        drain.setDaemon(true);
        drain.start();
        return new Browser(process, line.substring(line.indexOf("ws://")));
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            String text = part.toString();
            part.setLength(0);
            heard(text);
        }
        from.request(1);
        return null;
    }

    private void heard(String text) {
        Config message =
                ConfigFactory.parseString(text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
        if (message.hasPath("id")) {
            CompletableFuture<Config> answer = answers.remove(message.getInt("id"));
            if (message.hasPath("error")) {
                answer.completeExceptionally(new IllegalStateException(text));
            } else {
                answer.complete(message.getConfig("result"));
            }
        } else if (text.contains("\"Runtime.exceptionThrown\"")
                || (text.contains("\"Log.entryAdded\"")
                        && text.contains("\"error\"")
                        && !text.contains("\"network\""))) {
            complaints.add(text);
        }
    }

    /** Has something done; {@code session} is a page's, or empty. */
    Config ask(String session, String method, Map<String, ?> parameters) {
        int id = ids.incrementAndGet();
        Map<String, Object> message = new java.util.HashMap<>(Map.of("id", id, "method", method, "params", parameters));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<Config> answer = new CompletableFuture<>();
        answers.put(id, answer);
        String text = ConfigValueFactory.fromMap(message).render(ConfigRenderOptions.concise());
        synchronized (this) {
            socket.sendText(text, true).join();
        }
        return answer.orTimeout(DEADLINE_S, TimeUnit.SECONDS).join();
    }

    /** A page with a memory of its own. */
    Page open(String address, int width, int height) {
        String context = ask("", "Target.createBrowserContext", Map.of()).getString("browserContextId");
        String target = ask(
                        "",
                        "Target.createTarget",
                        Map.of("url", "about:blank", "browserContextId", context, "width", width, "height", height))
                .getString("targetId");
        String session = ask("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .getString("sessionId");
        Page page = new Page(this, session);
        for (String domain : List.of("Page", "Runtime", "Log")) {
            page.ask(domain + ".enable", Map.of());
        }
        page.resize(width, height);
        page.ask("Page.navigate", Map.of("url", address));
        page.await("document.readyState === 'complete' && location.href !== 'about:blank'");
        return page;
    }

    void close() throws InterruptedException {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }
}
