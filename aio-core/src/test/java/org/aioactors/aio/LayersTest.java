// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which package of aio-core may use which: linux below fdmon below the context, and nothing of actors. */
@AnalyzeClasses(packages = "org.aioactors.aio", importOptions = DoNotIncludeTests.class)
class LayersTest {
    @ArchTest
    static final ArchRule LAYERS_POINT_DOWNWARDS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("linux")
            .definedBy("org.aioactors.aio.linux..")
            .layer("trace")
            .definedBy("org.aioactors.aio.trace..")
            .layer("fdmon")
            .definedBy("org.aioactors.aio.fdmon..")
            .layer("context")
            .definedBy("org.aioactors.aio")
            .whereLayer("linux")
            .mayNotAccessAnyLayer()
            .whereLayer("trace")
            .mayNotAccessAnyLayer()
            .whereLayer("fdmon")
            .mayOnlyAccessLayers("linux", "trace")
            .whereLayer("context")
            .mayOnlyAccessLayers("fdmon", "linux", "trace");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("org.aioactors.(**)").should().beFreeOfCycles();

    /** Where it is not chosen, JNA need not be there: what finds java.lang.foreign instead is in ForeignNameTest. */
    @ArchTest
    static final ArchRule ONE_CLASS_USES_JNA = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("org.aioactors.aio.linux.JnaBackend")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.jna..");

    @ArchTest
    static final ArchRule NOTHING_OF_ACTORS =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("akka..", "scala..");

    /** The fluent calls of SLF4J 2 all end in other classes: Akka's own version is 1.7. */
    @ArchTest
    static final ArchRule LOGS_AS_SLF4J_1_CAN = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAPackage("org.slf4j..").and(not(belongToAnyOf(Logger.class, LoggerFactory.class))));

    @ArchTest
    static final ArchRule NO_STANDARD_STREAMS = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule NO_SLEEP = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .because("whoever waits for an event waits in poll()");
}
