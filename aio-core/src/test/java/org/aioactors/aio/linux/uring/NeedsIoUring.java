// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test, or a class of them, that is skipped where the process may have no io_uring. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(IoUringHere.class)
public @interface NeedsIoUring {}
