// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.aioactors.aio.linux.uring.UringCompilerAgreementTest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Compares our numbers with those of a C compiler, as the tests do, in a JVM that may claim to be on another architecture. */
final class AgreementProgram {
    private AgreementProgram() {}

    /** Prints what went wrong, and at last how many tests agreed; ends with status 1 if one did not, or could not be run. */
    public static void main(String[] args) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(
                                        selectClass(CompilerAgreementTest.class),
                                        selectClass(TtyCompilerAgreementTest.class),
                                        selectClass(UringCompilerAgreementTest.class))
                                .build(),
                        summary);
        summary.getSummary().printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        long agreed = summary.getSummary().getTestsSucceededCount();
        System.out.println("agreed: " + agreed);
        System.exit(agreed == summary.getSummary().getTestsFoundCount() ? 0 : 1);
    }
}
