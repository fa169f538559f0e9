// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.aioactors.aio.linux.FdLeakExtension;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The class has a constructor that takes a {@link RingKind}, and runs with each; no descriptor may leak. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass
@EnumSource(RingKind.class)
@ExtendWith(FdLeakExtension.class)
@interface WithEveryKindOfRing {}
