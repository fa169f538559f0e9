// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryRequestTest {
    private static HistoryRequest parse(String text) {
        return HistoryRequest.parse(text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1)), 100);
    }

    @Test
    void aSubcommandMayBeInAnyCaseAndALimitIsBounded() {
        assertThat(parse("latest #c * 5000"))
                .isEqualTo(new HistoryRequest.Messages("LATEST", "#c", new Selection.Latest(null), 100));
        assertThat(parse("BETWEEN bob msgid=a timestamp=1970-01-01T00:00:00.007Z 7"))
                .isEqualTo(new HistoryRequest.Messages(
                        "BETWEEN",
                        "bob",
                        new Selection.Between(new Selection.Message("a"), new Selection.Moment(7)),
                        7));
        assertThat(parse("TARGETS timestamp=1970-01-01T00:00:00.007Z timestamp=1970-01-01T00:00:01.000Z 7"))
                .isEqualTo(new HistoryRequest.Targets(7, 1000, 7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                   | NEED_MORE_PARAMS   | ''",
                "LATEST                               | NEED_MORE_PARAMS   | LATEST",
                "LATEST #c *                          | NEED_MORE_PARAMS   | LATEST",
                "BETWEEN #c msgid=a 5                 | NEED_MORE_PARAMS   | BETWEEN",
                "LATEST #c * many                     | INVALID_PARAMS     | LATEST #c",
                "LATEST #c * 0                        | INVALID_PARAMS     | LATEST #c",
                "LATEST #c * -1                       | INVALID_PARAMS     | LATEST #c",
                "LATEST #c * 99999999999              | INVALID_PARAMS     | LATEST #c",
                "OLDEST #c * 5                        | INVALID_PARAMS     | OLDEST #c",
                "BEFORE #c * 5                        | INVALID_MSGREFTYPE | BEFORE #c",
                "BEFORE #c msgid= 5                   | INVALID_MSGREFTYPE | BEFORE #c",
                "BEFORE #c number=5 5                 | INVALID_MSGREFTYPE | BEFORE #c",
                "BEFORE #c timestamp=yesterday 5      | INVALID_PARAMS     | BEFORE #c",
                "AFTER #c timestamp=+999999999-12-31T23:59:59Z 5 | INVALID_PARAMS | AFTER #c"
            })
    void whatIsWrongIsSaid(String text, String code, String context) {
        assertThat(parse(text)).isInstanceOfSatisfying(HistoryRequest.Wrong.class, wrong -> {
            assertThat(wrong.code()).isEqualTo(code);
            assertThat(String.join(" ", wrong.context())).isEqualTo(context);
            assertThat(wrong.text()).isNotBlank();
        });
    }
}
