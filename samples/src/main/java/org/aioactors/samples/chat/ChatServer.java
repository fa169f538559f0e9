// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.aioactors.Aio;
import org.aioactors.net.Tcp;

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

    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

    /** For the answers at shutdown: not less than Akka gives a phase, which ends the wait anyway. */
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(10);

    private final ActorSystem<ChatListener.Command> system;
    private final InetSocketAddress address;

    private ChatServer(ActorSystem<ChatListener.Command> system, InetSocketAddress address) {
        this.system = system;
        this.address = address;
    }

    /**
     * Runs the server until a signal ends the JVM; {@code --help} lists the options. Exit status: 0 after the help, 1
     * if it could not listen, 2 if the command line or the configuration is wrong.
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        try {
            ChatOptions options = ChatOptions.parse(args);
            if (options.help()) {
                System.out.print(ChatOptions.HELP);
                return 0;
            }
            Config config = options.load();
            ChatServer server = start(config);
            System.out.println("chat: listening on " + hostAndPort(server.address()) + " (dispatcher threads "
                    + config.getString("akka.actor.default-dispatcher.aio.threads") + ", Ctrl-C stops)");
            server.system.getWhenTerminated().toCompletableFuture().join();
            // After a signal this changes nothing any more: the JVM is ending with a status of its own.
            return EXIT_FAILED;
        } catch (UsageException | ConfigException e) {
            return fail(EXIT_CONFIGURATION, oneLine(e));
        } catch (StartException e) {
            return fail(e.exitStatus(), String.valueOf(e.getMessage()));
        }
    }

    private static int fail(int exitStatus, String why) {
        System.err.println("chat: " + why);
        return exitStatus;
    }

    /**
     * Starts a server; any thread, blocks until it listens.
     *
     * @param config the whole configuration, with the sections {@code akka}, {@code aio} and {@code chat}
     * @throws ConfigException if the section {@code chat} is wrong
     * @throws StartException if another section is wrong, or the address cannot be listened on
     */
    static ChatServer start(Config config) throws StartException {
        ChatSettings settings = ChatSettings.from(config);
        ActorSystem<ChatListener.Command> system;
        try {
            system = ActorSystem.create(ChatListener.create(settings), "chat", config);
        } catch (RuntimeException | LinkageError e) {
            throw new StartException(EXIT_CONFIGURATION, oneLine(e), e);
        }
        try {
            InetSocketAddress address = listen(system, tcp(system));
            stopInOrder(system);
            return new ChatServer(system, address);
        } catch (StartException e) {
            terminate(system);
            throw e;
        }
    }

    private static ActorRef<Tcp.Command> tcp(ActorSystem<?> system) throws StartException {
        try {
            return Aio.get(system).tcp();
        } catch (RuntimeException | LinkageError e) {
            throw new StartException(EXIT_CONFIGURATION, oneLine(e), e);
        }
    }

    private static InetSocketAddress listen(ActorSystem<ChatListener.Command> system, ActorRef<Tcp.Command> tcp)
            throws StartException {
        CompletionStage<InetSocketAddress> answer = AskPattern.askWithStatus(
                system, replyTo -> new ChatListener.Listen(tcp, replyTo), START_TIMEOUT, system.scheduler());
        try {
            return answer.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new StartException(EXIT_FAILED, "cannot listen: " + oneLine(e), e);
        }
    }

    /** First no new clients, then no clients, then Akka's own phases. */
    private static void stopInOrder(ActorSystem<ChatListener.Command> system) {
        CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
        shutdown.addTask(
                CoordinatedShutdown.PhaseServiceUnbind(),
                "chat-stop-accepting",
                () -> askDone(system, ChatListener.StopAccepting::new));
        shutdown.addTask(
                CoordinatedShutdown.PhaseServiceRequestsDone(),
                "chat-close-sessions",
                () -> askDone(system, ChatListener.CloseSessions::new));
    }

    private static CompletionStage<Done> askDone(
            ActorSystem<ChatListener.Command> system, Function<ActorRef<Done>, ChatListener.Command> question) {
        return AskPattern.ask(system, question::apply, SHUTDOWN_TIMEOUT, system.scheduler());
    }

    /** Returns the address listened on, with the port that the kernel chose if it was asked to. */
    public InetSocketAddress address() {
        return address;
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

    private static String hostAndPort(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** Akka and JNA wrap the failure that names the reason in others that name a class: the innermost says it. */
    private static String oneLine(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof ConfigException)) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
