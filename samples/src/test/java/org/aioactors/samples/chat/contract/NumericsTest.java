// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aioactors.samples.chat.irc.Numeric;
import org.junit.jupiter.api.Test;

/** No numeric is without a script. */
class NumericsTest {
    /** A line that somebody hears, with one number alone as its command: one of two would not show which of them is said. */
    private static final Pattern HEARD = Pattern.compile("\\S+ [<~] (?:@\\S+ )?(?::\\S+ )?(\\d{3}) .*");

    /** Those that one server alone never says, and why. */
    private static final Map<Numeric, String> NOT_BY_ONE_SERVER = Map.of(
            Numeric.ERR_UNAVAILRESOURCE, "takes a server that a channel's authority is on, and that does not answer");

    @Test
    void every_numeric_that_the_server_says_is_in_a_script() throws IOException {
        Set<String> heard = new HashSet<>();
        List<String> missing = new ArrayList<>();
        for (String file : ContractTest.FILES) {
            for (Script script : Script.inFile(file)) {
                script.lines().stream()
                        .map(line -> HEARD.matcher(line.text()))
                        .filter(Matcher::matches)
                        .forEach(line -> heard.add(line.group(1)));
            }
        }
        Arrays.stream(Numeric.values())
                .filter(numeric -> !NOT_BY_ONE_SERVER.containsKey(numeric))
                .filter(numeric -> !heard.contains(numeric.digits()))
                .forEach(numeric -> missing.add(numeric.digits() + " " + numeric));
        assertThat(missing).as("numerics without a script").isEmpty();
    }
}
