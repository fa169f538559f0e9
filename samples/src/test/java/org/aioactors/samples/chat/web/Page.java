// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.web;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A page of a {@link Browser}, and what a user does there. */
final class Page {
    private static final int ALT = 1;
    private static final Map<String, Integer> KEYS =
            Map.of("Enter", 13, "Tab", 9, "Escape", 27, "ArrowUp", 38, "ArrowDown", 40);

    private final Browser browser;
    private final String session;

    Page(Browser browser, String session) {
        this.browser = browser;
        this.session = session;
    }

    Config ask(String method, Map<String, ?> parameters) {
        return browser.ask(session, method, parameters);
    }

    /** What an expression of JavaScript is. */
    Object value(String expression) {
        Config answer =
                ask("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.hasPath("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.getConfig("exceptionDetails"));
        }
        return answer.hasPath("result.value") ? answer.getValue("result.value").unwrapped() : null;
    }

    /** Waits until an expression is true. */
    void await(String condition) {
        value("""
                new Promise((done, failed) => {
                  const deadline = Date.now() + 30000;
                  const look = () => {
                    if (%s) {
                      done(true);
                    } else if (Date.now() > deadline) {
                      failed(new Error('not so: ' + document.body.innerText));
                    } else {
                      setTimeout(look, 20);
                    }
                  };
                  look();
                })""".formatted(condition));
    }

    static String quoted(String text) {
        return ConfigValueFactory.fromAnyRef(text).render();
    }

    /** Waits for a message, by all of its text. */
    void awaitMessage(String text) {
        await("[...document.querySelectorAll('.row:not(.pending) .what')].some(row => row.textContent === "
                + quoted(text) + ")");
    }

    /** All messages of the conversation that is shown, as {@code who: what}. */
    @SuppressWarnings("unchecked")
    List<String> messages() {
        return (List<String>) value("[...document.querySelectorAll('.row:not(.event)')].map(row =>"
                + " row.querySelector('.who').textContent + ': ' + row.querySelector('.what').textContent)");
    }

    @SuppressWarnings("unchecked")
    List<String> texts(String selector) {
        return (List<String>)
                value("[...document.querySelectorAll(" + quoted(selector) + ")].map(each => each.textContent)");
    }

    void click(String selector) {
        value("document.querySelector(" + quoted(selector) + ").click()");
    }

    /** Types into what has the focus. */
    void type(String text) {
        ask("Input.insertText", Map.of("text", text));
    }

    void press(String key) {
        press(key, 0);
    }

    void pressAlt(String key) {
        press(key, ALT);
    }

    private void press(String key, int modifiers) {
        Map<String, Object> event = new HashMap<>(Map.of(
                "type",
                "keyDown",
                "key",
                key,
                "code",
                key,
                "windowsVirtualKeyCode",
                KEYS.get(key),
                "modifiers",
                modifiers));
        if (key.equals("Enter")) {
            event.put("text", "\r");
        }
        ask("Input.dispatchKeyEvent", event);
        event.put("type", "keyUp");
        event.remove("text");
        ask("Input.dispatchKeyEvent", event);
    }

    /** Types a line and sends it. */
    void say(String text) {
        value("document.getElementById('text').focus()");
        type(text);
        press("Enter");
    }

    /** Fills in the form, and is there when this returns. */
    void join(String nick, String channels) {
        value("document.getElementById('join-nick').value = " + quoted(nick)
                + "; document.getElementById('join-channels').value = " + quoted(channels));
        click("#join .primary");
        await("document.getElementById('status').hidden && document.querySelector('#people li')");
    }

    void resize(int width, int height) {
        ask(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void prefer(String scheme) {
        ask(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void screenshot(Path file) throws IOException {
        String png = ask("Page.captureScreenshot", Map.of("format", "png")).getString("data");
        Files.write(file, Base64.getDecoder().decode(png));
    }
}
