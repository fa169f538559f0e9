// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether this process may have an io_uring. Where not, what needs one is skipped, with the kernel's reason. */
public final class IoUringHere implements ExecutionCondition {
    private static final @Nullable String REFUSAL = refusal();

    private static @Nullable String refusal() {
        try {
            IoUring.open(Syscalls.linux(), IoUringOptions.of(1)).close();
            return null;
        } catch (SyscallException e) {
            return "no io_uring to test: " + e.getMessage() + ": " + IoUring.explain(e);
        }
    }

    /** Whether there is one. */
    public static boolean isThere() {
        return REFUSAL == null;
    }

    /** Skips the test that calls this if there is none. */
    public static void assume() {
        assumeTrue(REFUSAL == null, REFUSAL);
    }

    /** Skips the test that calls this if it needs one and there is none. */
    public static void assumeIf(boolean needed) {
        if (needed) {
            assume();
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return REFUSAL == null
                ? ConditionEvaluationResult.enabled("there is an io_uring")
                : ConditionEvaluationResult.disabled(REFUSAL);
    }
}
