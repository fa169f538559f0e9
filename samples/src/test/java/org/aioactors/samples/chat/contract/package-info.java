// SPDX-License-Identifier: Apache-2.0
/**
 * What an IRC server must do, as scripts of conversations: each file beside this package holds those of one part of the
 * protocol, {@code ContractTest} plays them against a {@code ServerUnderTest}, and {@code NumericsTest} finds numerics that have
 * none.
 *
 * <p>Our server runs as {@code OurServer} configures it: with accounts, TLS, an operator and a K-line for the user {@code
 * unwelcome}. A script that needs it otherwise says {@code with small}: then it is played against another server of ours, which
 * is started once and has what {@code small.conf}, beside the scripts, adds. {@code server takes small} has a running one read
 * its configuration again; the server of another script is the same one, so that one should be alone with its configuration.
 */
@NullMarked
package org.aioactors.samples.chat.contract;

import org.jspecify.annotations.NullMarked;
