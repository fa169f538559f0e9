// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A {@link TcpTest} whose tests are run by each transport. The tag is for runs where that is of no use, since they leave some
 * transports out.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("each-transport")
@ParameterizedClass
@EnumSource(value = TransportKind.class, names = "DEFAULT", mode = EnumSource.Mode.EXCLUDE)
@interface EachTransport {}
