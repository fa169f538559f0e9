// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.account;

import org.aioactors.samples.chat.limit.Rate;

/**
 * How accounts are got and used.
 *
 * @param registration whether whoever wants one may register it; if not, the file is edited
 * @param iterations of {@link PasswordHash} for new ones
 * @param minPasswordLength in characters
 * @param attempts how often one address may try, logins that go well not counted
 */
public record AccountRules(boolean registration, int iterations, int minPasswordLength, Rate attempts) {}
