// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.dispatch.Mailbox;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ForkJoinTask;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we take for granted of Akka's classes that are private in Scala, and so may change without notice. */
class AkkaInternalsTest {
    private static final int COMPARED = Modifier.PUBLIC | Modifier.FINAL | Modifier.STATIC;

    @Test
    void theOutlineOfMailboxTellsTheTruth(@TempDir Path classes) throws Exception {
        Path source = Path.of(System.getProperty("basedir", "."), "src/main/stubs/akka/dispatch/Mailbox.java");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        source.toString());
        assertThat(result).as("javac's exit code").isZero();
        try (URLClassLoader outlines = new OutlinesFirst(classes.toUri().toURL())) {
            Class<?> outline = outlines.loadClass(Mailbox.class.getName());
            assertThat(outline).isNotSameAs(Mailbox.class);
            for (Method method : outline.getDeclaredMethods()) {
                Method real = Mailbox.class.getMethod(method.getName(), method.getParameterTypes());
                assertThat(real.getReturnType()).as(method.getName()).isEqualTo(method.getReturnType());
                assertSame(method, real);
            }
            for (Constructor<?> constructor : outline.getDeclaredConstructors()) {
                assertSame(constructor, Mailbox.class.getConstructor(constructor.getParameterTypes()));
            }
            assertThat(outline.getModifiers()).isEqualTo(Mailbox.class.getModifiers());
            assertThat(Mailbox.class.getInterfaces()).contains(outline.getInterfaces());
        }
    }

    private static void assertSame(Executable outline, Executable real) {
        assertThat(Modifier.toString(real.getModifiers() & COMPARED))
                .as(outline.toString())
                .isEqualTo(Modifier.toString(outline.getModifiers() & COMPARED));
    }

    @Test
    void theOutlineIsStillNeeded() {
        assertThat(Mailbox.class.getSuperclass()).isEqualTo(ForkJoinTask.class);
        assertThat(Arrays.stream(Mailbox.class.getDeclaredMethods())
                        .filter(method -> method.getName().equals("getRawResult"))
                        .map(Method::getReturnType))
                .containsExactlyInAnyOrder(void.class, Object.class);
    }

    /** Loads the outline of Mailbox from its own classes, and all else like everybody. */
    private static final class OutlinesFirst extends URLClassLoader {
        OutlinesFirst(URL classes) {
            super(new URL[] {classes}, Mailbox.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Mailbox.class.getName())) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
            return super.loadClass(name, resolve);
        }
    }
}
