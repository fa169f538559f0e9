// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A {@link TcpTest} whose tests are run by each transport. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass
@EnumSource(value = TransportKind.class, names = "DEFAULT", mode = EnumSource.Mode.EXCLUDE)
@interface EachTransport {}
