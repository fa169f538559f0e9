// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.actor.UntypedAbstractActor;
import akka.dispatch.Dispatcher;
import akka.dispatch.Envelope;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.aioactors.dispatcher.loop.LoopThread;
import org.junit.jupiter.api.Test;

/**
 * Tracing agents put code into Akka's own {@link Dispatcher#dispatch}: with each message that is told they note what is
 * current on the telling thread. So does this test, on classes of its own loader.
 */
class DispatchHookTest {
    @Test
    void whatAnAgentPutsIntoAkkasDispatcherRunsForEachMessage() throws Exception {
        byte[] hooked = new ByteBuddy()
                .redefine(Dispatcher.class, ClassFileLocator.ForClassLoader.of(Dispatcher.class.getClassLoader()))
                .visit(Advice.to(Agent.class).on(named("dispatch")))
                .make()
                .getBytes();
        OwnClasses loader =
                new OwnClasses(hooked); // never closed: threads of the application may load more until they end
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Callable<?> application = (Callable<?>) loader.loadClass(Application.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            assertThat(application.call()).hasToString("[from outside by main, on by the application's loop]");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What the agent inserts. */
    public static final class Agent {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(1) Envelope message) {
            Application.note(message.message());
        }
    }

    /** Tells an actor something, which tells another one. */
    public static final class Application implements Callable<Set<String>> {
        static final Set<String> NOTED = new ConcurrentSkipListSet<>();

        public static void note(Object message) {
            if (message instanceof String text) {
                NOTED.add(text + " by "
                        + (Thread.currentThread() instanceof LoopThread ? "the application's loop" : "main"));
            }
        }

        @Override
        public Set<String> call() throws Exception {
            ActorSystem system = ActorSystem.create(
                    "hooked",
                    ConfigFactory.parseString(
                                    "akka.actor.default-dispatcher.type = org.aioactors.dispatcher.AioDispatcherConfigurator")
                            .withFallback(ConfigFactory.load()));
            try {
                tell(system);
            } finally {
                system.terminate();
                assertThat(system.getWhenTerminated().toCompletableFuture()).succeedsWithin(20, TimeUnit.SECONDS);
            }
            return NOTED;
        }

        private static void tell(ActorSystem system) throws InterruptedException {
            CountDownLatch done = new CountDownLatch(1);
            ActorRef last = system.actorOf(Props.create(Teller.class, () -> new Teller(null, done)));
            ActorRef first = system.actorOf(Props.create(Teller.class, () -> new Teller(last, done)));
            first.tell("from outside", ActorRef.noSender());
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    static final class Teller extends UntypedAbstractActor {
        private final ActorRef next;
        private final CountDownLatch done;

        Teller(ActorRef next, CountDownLatch done) {
            this.next = next;
            this.done = done;
        }

        @Override
        public void onReceive(Object message) {
            if (next == null) {
                done.countDown();
            } else {
                next.tell("on", self());
            }
        }
    }

    /** Defines all classes but the JDK's anew, one of them from other bytes. */
    private static final class OwnClasses extends URLClassLoader {
        private final byte[] dispatcher;

        OwnClasses(byte[] dispatcher) {
            super(
                    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                            .map(OwnClasses::url)
                            .toArray(URL[]::new),
                    ClassLoader.getPlatformClassLoader());
            this.dispatcher = dispatcher;
        }

        private static URL url(String path) {
            try {
                return new File(path).toURI().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(path, e);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            return name.equals(Dispatcher.class.getName())
                    ? defineClass(name, dispatcher, 0, dispatcher.length)
                    : super.findClass(name);
        }
    }
}
