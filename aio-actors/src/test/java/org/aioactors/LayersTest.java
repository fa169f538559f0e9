// SPDX-License-Identifier: Apache-2.0
package org.aioactors;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which package of aio-actors may use which, and who may speak to the kernel. */
@AnalyzeClasses(
        packages = "org.aioactors",
        importOptions = {DoNotIncludeTests.class, LayersTest.DoNotIncludeCore.class})
class LayersTest {
    /** aio-core has a test of its own. */
    static final class DoNotIncludeCore implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/org/aioactors/aio/");
        }
    }

    @ArchTest
    static final ArchRule ONLY_DEVICES_USE_THE_KERNEL = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.aioactors.fd..",
                    "org.aioactors.file..",
                    "org.aioactors.net..",
                    "org.aioactors.os..",
                    "org.aioactors.udp..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.aioactors.aio.linux..");

    @ArchTest
    static final ArchRule NOTHING_USES_JNA =
            noClasses().should().dependOnClassesThat().resideInAPackage("com.sun.jna..");

    @ArchTest
    static final ArchRule DISPATCHER_POINTS_DOWNWARDS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("dispatcher")
            .definedBy("org.aioactors.dispatcher")
            .layer("loop")
            .definedBy("org.aioactors.dispatcher.loop")
            .layer("watchdog")
            .definedBy("org.aioactors.dispatcher.watchdog")
            .layer("queue")
            .definedBy("org.aioactors.dispatcher.queue")
            .whereLayer("queue")
            .mayNotAccessAnyLayer()
            .whereLayer("watchdog")
            .mayOnlyAccessLayers("queue")
            .whereLayer("loop")
            .mayOnlyAccessLayers("watchdog", "queue")
            .whereLayer("dispatcher")
            .mayOnlyAccessLayers("loop", "watchdog", "queue");

    @ArchTest
    static final ArchRule ONLY_THE_DISPATCHER_USES_ITS_INSIDE = noClasses()
            .that()
            .resideOutsideOfPackage("org.aioactors.dispatcher..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.aioactors.dispatcher.*..");

    @ArchTest
    static final ArchRule QUEUES_AND_WATCHDOG_KNOW_NO_AKKA = noClasses()
            .that()
            .resideInAnyPackage("org.aioactors.dispatcher.queue", "org.aioactors.dispatcher.watchdog")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("akka..", "scala..");

    /** It is optional: an application without it must not miss it. */
    @ArchTest
    static final ArchRule ONLY_STREAMS_NEED_AKKA_STREAM = noClasses()
            .that()
            .resideOutsideOfPackage("org.aioactors.stream..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("akka.stream..", "org.aioactors.stream..");

    /** As Akka Streams. */
    @ArchTest
    static final ArchRule ONLY_ITS_BINDER_NEEDS_MICROMETER = noClasses()
            .that()
            .resideOutsideOfPackage("org.aioactors.micrometer..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "org.aioactors.micrometer..");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("org.(**)").should().beFreeOfCycles();

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
            .because("an actor that sleeps stops every other actor of its loop");
}
