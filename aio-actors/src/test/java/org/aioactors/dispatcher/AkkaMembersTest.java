// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The members of Akka's dispatching that our bytecode calls or overrides are as they were when it was written. Most
 * are private in Scala, which promises nothing; {@code akka-members.txt} lists them for every Akka we support.
 */
class AkkaMembersTest {
    private static final List<Class<?>> OURS =
            List.of(AioMailbox.class, AioDispatcher.class, AioDispatcherConfigurator.class);
    private static final int COMPARED =
            Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;

    @TestFactory
    Stream<DynamicTest> akkaStillHas() throws Exception {
        return listed().stream()
                .map(line -> DynamicTest.dynamicTest(line, () -> assertThat(likeThat(line))
                        .as(
                                "Akka %s changed a member that aio-actors relies on. Needed: %s%n"
                                        + "Adapt the class that uses it, then akka-members.txt; Akka now has:",
                                akkaVersion(), line)
                        .contains(line)));
    }

    @Test
    void everyMemberThatWeUseIsListed() throws Exception {
        assertThat(listed()).as("akka-members.txt").containsExactlyInAnyOrderElementsOf(used());
    }

    @Test
    void nothingThatAkkaAsksForIsMissing() {
        for (Class<?> ours : OURS) {
            assertThat(Arrays.stream(ours.getMethods()).filter(method -> Modifier.isAbstract(method.getModifiers())))
                    .as("abstract methods in " + ours.getSimpleName() + ", which Akka " + akkaVersion() + " will call")
                    .isEmpty();
        }
    }

    private static String akkaVersion() {
        return akka.actor.ActorSystem.Version();
    }

    private static List<String> listed() throws IOException {
        try (InputStream in = AkkaMembersTest.class.getResourceAsStream("/akka-members.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    /** What we call, what we override, and what we extend. */
    private static Set<String> used() throws Exception {
        JavaClasses classes = new ClassFileImporter()
                .importUrl(
                        AioMailbox.class.getProtectionDomain().getCodeSource().getLocation());
        Set<String> used = new TreeSet<>();
        for (JavaClass ours : classes.that(resideInAnyPackage("org.aioactors", "org.aioactors.dispatcher.."))) {
            for (var call : ours.getCodeUnitCallsFromSelf()) {
                CodeUnitAccessTarget target = call.getTarget();
                if (isDispatching(target.getOwner().getName())) {
                    used.add(describe(resolve(target)));
                }
            }
        }
        for (Class<?> ours : OURS) {
            for (Class<?> above : supertypes(ours)) {
                if (isDispatching(above.getName())) {
                    Arrays.stream(ours.getDeclaredMethods())
                            .filter(method -> !method.isSynthetic())
                            .flatMap(method -> declared(above, method.getName(), method.getParameterTypes()))
                            .forEach(method -> used.add(describe(method)));
                }
            }
            used.add(describe(ours.getSuperclass()));
        }
        return used;
    }

    /** Not the typed API, which is public in Scala too, but what is behind it. */
    private static boolean isDispatching(String className) {
        return className.startsWith("akka.dispatch.")
                || className.startsWith("akka.event.")
                || className.startsWith("akka.pattern.PromiseActorRef")
                || className.startsWith("akka.actor.typed.internal.")
                || (className.startsWith("akka.actor.") && !className.startsWith("akka.actor.typed."));
    }

    private static Executable resolve(CodeUnitAccessTarget target) throws ReflectiveOperationException {
        Class<?> owner = Class.forName(target.getOwner().getName());
        Class<?>[] parameters =
                target.getRawParameterTypes().stream().map(JavaClass::reflect).toArray(Class<?>[]::new);
        if (target.getName().equals("<init>")) {
            return owner.getDeclaredConstructor(parameters);
        }
        return Stream.concat(Stream.of(owner), supertypes(owner).stream())
                .flatMap(type -> declared(type, target.getName(), parameters))
                .filter(method -> method.getReturnType()
                        .getName()
                        .equals(target.getRawReturnType().getName()))
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException(target.getFullName()));
    }

    private static Stream<Method> declared(Class<?> type, String name, Class<?>[] parameters) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(name)
                        && !method.isBridge()
                        && Arrays.equals(method.getParameterTypes(), parameters));
    }

    private static List<Class<?>> supertypes(Class<?> type) {
        return Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
                .flatMap(above -> Stream.concat(Stream.of(above), supertypes(above).stream()))
                .distinct()
                .collect(Collectors.toList());
    }

    /** The members that Akka has now by the name that stands in a line; the line itself, if nothing has changed. */
    private static List<String> likeThat(String line) throws ClassNotFoundException {
        String[] words = line.split("[( ]");
        if (line.contains(" class ")) {
            return List.of(describe(Class.forName(words[Arrays.asList(words).indexOf("class") + 1])));
        }
        String member = Arrays.stream(line.substring(0, line.indexOf('(')).split(" "))
                .reduce((first, last) -> last)
                .orElseThrow();
        int dot = member.lastIndexOf('#');
        Class<?> type = Class.forName(member.substring(0, dot));
        return Stream.<Executable>concat(
                        Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()))
                .map(AkkaMembersTest::describe)
                .filter(described -> described.contains(" " + member + "("))
                .toList();
    }

    private static String describe(Class<?> type) {
        return Modifier.toString(type.getModifiers() & COMPARED) + " class " + type.getName() + " extends "
                + type.getSuperclass().getName();
    }

    private static String describe(Executable member) {
        String result = member instanceof Method method ? method.getReturnType().getName() + " " : "";
        String name = member instanceof Constructor<?> ? "new" : member.getName();
        return Modifier.toString(member.getModifiers() & COMPARED) + " " + result
                + member.getDeclaringClass().getName() + "#" + name
                + Arrays.stream(member.getParameterTypes())
                        .map(Class::getName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
