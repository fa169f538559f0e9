// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "192.168.4.128/25, 192.168.4.127, false",
        "0.0.0.0/0, 203.0.113.7, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
        "::1, ::2, false",
        "::/0, 10.1.2.3, false"
    })
    void it_has_the_addresses_that_begin_so(String range, String address, boolean contained) throws Exception {
        AddressRange parsed = AddressRange.parse(range);
        assertThat(parsed).isNotNull();
        assertThat(parsed.contains(InetAddress.getByName(address))).isEqualTo(contained);
    }

    /** None of them is looked up: that would take its time. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "example.org",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0/8",
                "256.1.1.1",
                "1.2.3.4.5",
                "1234",
                "::/129",
                "::1/x",
                ":::",
                "10.*",
                "fe80::1%eth0",
                "10.0.0.0/-1"
            })
    void what_is_none_is_none(String text) {
        assertThat(AddressRange.parse(text)).isNull();
    }
}
