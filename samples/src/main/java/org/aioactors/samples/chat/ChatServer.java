// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.remote.RemoteTransportException;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.aioactors.samples.chat.ops.BadUsageException;
import org.aioactors.samples.chat.ops.ChatOptions;
import org.aioactors.samples.chat.ops.ChatSettings;
import org.aioactors.samples.chat.ops.ClusterConfig;
import org.aioactors.samples.chat.ops.ConfigSource;
import org.aioactors.samples.chat.ops.OneLine;
import org.aioactors.samples.chat.ops.SmallTasks;

/**
 * The chat server: the program, and a running server for whoever starts one inside another program.
 *
 * <p>The program ends on SIGTERM and SIGINT: it stops accepting, tells every client, closes the connections and ends
 * with the exit status that a JVM has for the signal. What keeps it from starting is one line on the standard error.
 */
public final class ChatServer implements AutoCloseable {
    /** Exit status when the server could not listen, or ended without being told to. */
    static final int EXIT_FAILED = 1;

    /** Exit status when the command line or the configuration is wrong. */
    static final int EXIT_CONFIGURATION = 2;

    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

    /** Others may have to be started first, by people. */
    private static final Duration JOIN_TIMEOUT = Duration.ofDays(365);

    /** For the answers at shutdown: not less than Akka gives a phase, which ends the wait anyway. */
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(10);

    private final ActorSystem<ChatGuardian.Command> system;
    private final Map<String, InetSocketAddress> addresses;

    private ChatServer(ActorSystem<ChatGuardian.Command> system, Map<String, InetSocketAddress> addresses) {
        this.system = system;
        this.addresses = addresses;
    }

    /**
     * Runs the server until a signal ends the JVM; {@code --help} lists the options. Exit status: 0 after the help, or when
     * another server has taken over; 1 if it could not listen, 2 if the command line or the configuration is wrong.
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        try {
            ChatOptions options = ChatOptions.parse(args);
            if (options.task() != ChatOptions.Task.SERVE) {
                SmallTasks.run(options, System.in, System.out);
                return 0;
            }
            ChatServer server = start(ConfigSource.of(options));
            System.out.println("chat: listening on " + server.described() + " (Ctrl-C stops)");
            return server.awaitEnd();
        } catch (BadUsageException | ConfigException | IllegalArgumentException e) {
            return fail(EXIT_CONFIGURATION, OneLine.of(e));
        } catch (StartException e) {
            return fail(e.exitStatus(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return fail(EXIT_FAILED, OneLine.of(e));
        }
    }

    private static int fail(int exitStatus, String why) {
        System.err.println("chat: " + why);
        return exitStatus;
    }

    /** After a signal the status changes nothing any more: the JVM is ending with one of its own. */
    private int awaitEnd() throws StartException {
        system.getWhenTerminated().toCompletableFuture().join();
        Optional<StartException> fault = NetworkEnd.of(system);
        if (fault.isPresent()) {
            throw fault.get();
        }
        return 0;
    }

    /**
     * Starts a server; any thread, blocks until it listens. One of a network does so when it has joined the others, for which it
     * waits as long as it takes.
     *
     * @throws ConfigException if the configuration can't be read, or its section {@code chat} is wrong
     * @throws IllegalArgumentException if the key store can't be used
     * @throws StartException if another section is wrong, an address cannot be listened on, or a server of the network has no
     *     address
     */
    public static ChatServer start(ConfigSource source) throws StartException {
        Config config = source.load();
        ChatSettings settings = ChatSettings.from(config);
        ActorSystem<ChatGuardian.Command> system = system(source, config, settings);
        try {
            Map<String, InetSocketAddress> addresses =
                    listen(system, settings.cluster().isEmpty());
            stopInOrder(system);
            return new ChatServer(system, addresses);
        } catch (StartException e) {
            terminate(system);
            throw e;
        }
    }

    private static ActorSystem<ChatGuardian.Command> system(ConfigSource source, Config config, ChatSettings settings)
            throws StartException {
        try {
            ClusterConfig.check(config, settings.cluster());
        } catch (IllegalArgumentException e) {
            throw new StartException(
                    EXIT_FAILED, String.valueOf(e.getMessage()), e); // a name service may know more in a while
        }
        try {
            return ActorSystem.create(ChatGuardian.create(source, settings), ClusterConfig.SYSTEM, config);
        } catch (RemoteTransportException e) {
            throw new StartException(
                    EXIT_FAILED, settings.cluster().get(0) + ", for the other servers: " + OneLine.of(e), e);
        } catch (RuntimeException | LinkageError e) {
            throw new StartException(EXIT_CONFIGURATION, OneLine.of(e), e);
        }
    }

    private static Map<String, InetSocketAddress> listen(ActorSystem<ChatGuardian.Command> system, boolean alone)
            throws StartException {
        CompletableFuture<Map<String, InetSocketAddress>> answer = AskPattern.askWithStatus(
                        system, ChatGuardian.Listen::new, alone ? START_TIMEOUT : JOIN_TIMEOUT, system.scheduler())
                .toCompletableFuture();
        try {
            CompletableFuture.anyOf(answer, system.getWhenTerminated().toCompletableFuture())
                    .join();
            Optional<StartException> fault = NetworkEnd.of(system);
            if (fault.isPresent()) {
                throw fault.get();
            }
            if (!answer.isDone()) {
                throw new StartException(EXIT_FAILED, "was told to end before it listened", null);
            }
            return answer.join();
        } catch (CompletionException e) {
            boolean configuration = e.getCause() instanceof ConfigException;
            throw new StartException(configuration ? EXIT_CONFIGURATION : EXIT_FAILED, OneLine.of(e), e);
        }
    }

    /** First no new clients, then no clients, then the last words to the disk, then Akka's own phases. */
    private static void stopInOrder(ActorSystem<ChatGuardian.Command> system) {
        CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
        shutdown.addTask(
                CoordinatedShutdown.PhaseServiceUnbind(),
                "chat-stop-accepting",
                () -> askDone(system, ChatGuardian.StopAccepting::new));
        shutdown.addTask(
                CoordinatedShutdown.PhaseServiceRequestsDone(),
                "chat-close-sessions",
                () -> askDone(system, ChatGuardian.CloseSessions::new));
        shutdown.addTask(
                CoordinatedShutdown.PhaseServiceStop(),
                "chat-close-history",
                () -> askDone(system, ChatGuardian.CloseHistory::new));
    }

    private static CompletionStage<Done> askDone(
            ActorSystem<ChatGuardian.Command> system, Function<ActorRef<Done>, ChatGuardian.Command> question) {
        return AskPattern.ask(system, question::apply, SHUTDOWN_TIMEOUT, system.scheduler());
    }

    /** Where it listens, by {@code irc}, {@code ircs} and {@code web}, with the ports that the kernel chose if it was asked to. */
    public Map<String, InetSocketAddress> addresses() {
        return addresses;
    }

    private String described() {
        StringJoiner text = new StringJoiner(", ");
        new TreeMap<>(addresses).forEach((name, address) -> {
            String host = address.getAddress().getHostAddress();
            String scheme = name.equals("web") ? "http" : name;
            text.add(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
        });
        return text.toString();
    }

    /**
     * Stops accepting, tells every client, closes the connections and ends the actors; any thread, blocks until done.
     */
    @Override
    public void close() {
        terminate(system);
    }

    private static void terminate(ActorSystem<?> system) {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
