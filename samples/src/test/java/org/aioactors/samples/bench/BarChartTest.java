// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The chart shows the column that was asked for, of the table that was asked for. */
class BarChartTest {
    private static final String PRINTED = """
            # a machine
            ask                   p50 ns   ratio
            aio-ping                 900    2.00
            fork-join               1800    1.00
            paced                 p50 ns  busy %
            aio & co                 300    1.50
            pool                     600    0.75
            """;

    private static final String MARKDOWN = """
            | ask | p50 ns |
            |---|---|
            | aio-ping | 1234 |

            | paced | p50 ns |
            |---|---|
            | pool | 5 |
            """;

    private final InputStream stdin = System.in;
    private final PrintStream stdout = System.out;

    @AfterEach
    void restore() {
        System.setIn(stdin);
        System.setOut(stdout);
    }

    private static Element chart(String table, String... args)
            throws IOException, SAXException, ParserConfigurationException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setIn(new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8)));
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        BarChart.main(args);
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(written.toByteArray()));
        return document.getDocumentElement();
    }

    private static Element bar(Element chart, int index) {
        return (Element) chart.getElementsByTagName("rect").item(index);
    }

    @Test
    void barsAreInProportionAndOursHaveAColour() throws IOException, SAXException, ParserConfigurationException {
        Element chart = chart(PRINTED, "--value", "p50 ns");
        assertThat(chart.getElementsByTagName("rect").getLength()).isEqualTo(2);
        double first = Double.parseDouble(bar(chart, 0).getAttribute("width"));
        assertThat(Double.parseDouble(bar(chart, 1).getAttribute("width"))).isEqualTo(2 * first);
        assertThat(bar(chart, 0).getAttribute("class")).isEqualTo("ours");
        assertThat(bar(chart, 1).getAttribute("class")).isEqualTo("bar");
    }

    @Test
    void aNamedTableAndColumnAreDrawn() throws IOException, SAXException, ParserConfigurationException {
        Element chart = chart(PRINTED, "--table", "paced", "--value", "busy %", "--title", "a < b");
        NodeList texts = chart.getElementsByTagName("text");
        assertThat(texts.item(0).getTextContent()).isEqualTo("a < b");
        assertThat(texts.item(1).getTextContent()).isEqualTo("aio & co");
        assertThat(texts.item(2).getTextContent()).isEqualTo("1.50");
    }

    @Test
    void markdownTablesAreRead() throws IOException, SAXException, ParserConfigurationException {
        Element chart = chart(MARKDOWN, "--value", "p50 ns");
        assertThat(chart.getElementsByTagName("rect").getLength()).isEqualTo(1);
        assertThat(chart.getElementsByTagName("text").item(2).getTextContent()).isEqualTo("1,234");
    }

    @Test
    void aLineMarksAValue() throws IOException, SAXException, ParserConfigurationException {
        Element chart = chart(PRINTED, "--value", "p50 ns", "--line", "1800");
        Element line = (Element) chart.getElementsByTagName("line").item(0);
        double endOfLongest = Double.parseDouble(bar(chart, 1).getAttribute("x"))
                + Double.parseDouble(bar(chart, 1).getAttribute("width"));
        assertThat(Double.parseDouble(line.getAttribute("x1"))).isEqualTo(endOfLongest);
        assertThat(chart(PRINTED, "--value", "p50 ns")
                        .getElementsByTagName("line")
                        .getLength())
                .isZero();
    }
}
