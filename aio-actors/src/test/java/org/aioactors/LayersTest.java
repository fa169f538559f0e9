// SPDX-License-Identifier: Apache-2.0
package org.aioactors;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

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
            .resideOutsideOfPackages("org.aioactors.fd..", "org.aioactors.net..", "org.aioactors.os..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.aioactors.aio.linux..");

    @ArchTest
    static final ArchRule NOTHING_USES_JNA =
            noClasses().should().dependOnClassesThat().resideInAPackage("com.sun.jna..");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("org.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_STANDARD_STREAMS = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule NO_SLEEP = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .because("an actor that sleeps stops every other actor of its loop");
}
