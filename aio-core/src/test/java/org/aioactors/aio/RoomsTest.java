// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * One room for each semantics: what the conformance mode does differently is in classes named {@code Reference…}, chosen
 * where a context is wired and unknown to all others (decision 19). Each rule is also shown to find a breach.
 */
class RoomsTest {
    private static final JavaClasses MAIN =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("org.aioactors.aio");

    /** They choose, and so know both. */
    private static final List<String> WIRING = List.of("org.aioactors.aio.LoopParts");

    private static final DescribedPredicate<JavaClass> REFERENCE = DescribedPredicate.describe(
            "the reference's own",
            (JavaClass candidate) -> outermost(candidate).getPackageName().startsWith("org.aioactors.aio")
                    && outermost(candidate).getSimpleName().startsWith("Reference"));

    private static final DescribedPredicate<JavaClass> WIRES = DescribedPredicate.describe(
            "the wiring",
            (JavaClass candidate) -> WIRING.contains(outermost(candidate).getName()));

    private static final DescribedPredicate<JavaClass> HOLDS_THE_OPTION = DescribedPredicate.describe(
            "the builder and the option itself",
            (JavaClass candidate) ->
                    candidate.isEquivalentTo(AioContextBuilder.class) || candidate.isEquivalentTo(Semantics.class));

    private static final ArchRule ONLY_THE_WIRING_ASKS = noClasses()
            .that(DescribedPredicate.not(WIRES.or(HOLDS_THE_OPTION)))
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Semantics.class)
            .because("the semantics are chosen once, where a context is wired");

    private static final ArchRule ONLY_THE_WIRING_COMPARES = noClasses()
            .that(DescribedPredicate.not(WIRES)
                    .and(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(Semantics.class))))
            .should()
            .accessField(Semantics.class, "REFERENCE");

    private static final ArchRule NOBODY_KNOWS_THE_REFERENCE = noClasses()
            .that(DescribedPredicate.not(WIRES.or(REFERENCE)))
            .should()
            .dependOnClassesThat(REFERENCE);

    private static final int MOST_THINGS = 5;

    /** A record of figures depends on nothing. */
    private static final ArchRule FEW_THINGS_MAKE_A_CLASS = classes()
            .that()
            .doNotHaveFullyQualifiedName(AioStats.class.getName())
            .should(new ArchCondition<JavaClass>("be made of at most " + MOST_THINGS + " things") {
                @Override
                public void check(JavaClass made, ConditionEvents events) {
                    for (JavaConstructor constructor : made.getConstructors()) {
                        int things = things(made, constructor);
                        if (things > MOST_THINGS) {
                            events.add(SimpleConditionEvent.violated(
                                    made, constructor.getFullName() + " takes " + things + " things"));
                        }
                    }
                }
            });

    private static int things(JavaClass made, JavaConstructor constructor) {
        int count = constructor.getRawParameterTypes().size();
        if (made.isEnum()) {
            return count - 2; // name and ordinal
        }
        if (made.isAnonymousClass() || made.isLocalClass()) {
            return 0; // what it captures is the compiler's business
        }
        boolean inner = made.isInnerClass() && !made.getModifiers().contains(JavaModifier.STATIC);
        return inner ? count - 1 : count;
    }

    private static JavaClass outermost(JavaClass nested) {
        return nested.getEnclosingClass().map(RoomsTest::outermost).orElse(nested);
    }

    @Test
    void onlyTheWiringAsksForTheSemantics() {
        ONLY_THE_WIRING_ASKS.check(MAIN);
        ONLY_THE_WIRING_COMPARES.check(MAIN);
        assertBroken(ONLY_THE_WIRING_ASKS, Asks.class);
        assertBroken(ONLY_THE_WIRING_COMPARES, Asks.class);
    }

    @Test
    void nobodyElseKnowsTheReferencesClasses() {
        NOBODY_KNOWS_THE_REFERENCE.check(MAIN);
        assertBroken(NOBODY_KNOWS_THE_REFERENCE, Knows.class);
    }

    @Test
    void noConstructorTakesMoreThanFiveThings() {
        FEW_THINGS_MAKE_A_CLASS.check(MAIN);
        assertBroken(FEW_THINGS_MAKE_A_CLASS, MadeOfSix.class);
    }

    /** Not even a flag: the byte code would not tell what a branch is about, but the sources do. */
    @Test
    void theWordItselfIsForThem() throws IOException {
        Path sources = Path.of("src/main/java/org/aioactors/aio");
        try (Stream<Path> files = Files.walk(sources)) {
            List<String> found = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.getFileName().toString().startsWith("Reference"))
                    .filter(file -> !isWiring(file) && !file.endsWith("Semantics.java"))
                    .filter(file -> speaksOfTheReference(read(file)))
                    .map(Path::toString)
                    .toList();
            assertThat(found).isEmpty();
        }
        assertThat(speaksOfTheReference("if (reference) {")).isTrue();
        assertThat(speaksOfTheReference("boolean asReference = isReference();")).isTrue();
        assertThat(speaksOfTheReference("/* a reference */ String s = \"the reference\"; // reference"))
                .isFalse();
    }

    private static boolean isWiring(Path file) {
        return WIRING.stream().anyMatch(name -> file.endsWith(name.substring(name.lastIndexOf('.') + 1) + ".java"));
    }

    private static final Pattern NOT_CODE =
            Pattern.compile("\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    private static boolean speaksOfTheReference(String source) {
        String code = NOT_CODE.matcher(source).replaceAll("").toLowerCase(Locale.ROOT);
        return code.contains("reference");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertBroken(ArchRule rule, Class<?> breach) {
        assertThat(rule.evaluate(new ClassFileImporter().importClasses(breach)).hasViolation())
                .as("%s finds %s", rule.getDescription(), breach.getSimpleName())
                .isTrue();
    }

    /** Breaks the first rule. */
    static class Asks {
        boolean quirk(Semantics semantics) {
            return semantics == Semantics.REFERENCE;
        }
    }

    /** Breaks the second. */
    static class Knows {
        boolean quirk(TimerList list) {
            return list instanceof ReferenceTimerList;
        }
    }

    /** Breaks the third. */
    static class MadeOfSix {
        final int sum;

        MadeOfSix(int one, int two, int three, int four, int five, int six) {
            sum = one + two + three + four + five + six;
        }
    }
}
