// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.web;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The page: one file, and what a browser may do with it. Its script and its style are named by their hashes (Content Security
 * Policy, level 2), so that no other runs, whatever somebody says in the chat.
 */
final class WebPage {
    private static final String FILE = "index.html";

    private final HttpEntity.Strict entity;
    private final String policy;

    private WebPage(String html) {
        entity = HttpEntities.create(ContentTypes.TEXT_HTML_UTF8, html);
        policy = "default-src 'none'; script-src " + hashOf(html, "script") + "; style-src " + hashOf(html, "style")
                + "; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; connect-src 'self'";
    }

    /** From the resources of the program. */
    static WebPage load() {
        try (InputStream file = WebPage.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("the program has no " + FILE);
            }
            return new WebPage(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hashOf(String html, String element) {
        int begin = html.indexOf("<" + element + ">") + element.length() + 2;
        int end = html.indexOf("</" + element + ">", begin);
        if (end < 0) {
            throw new IllegalStateException("the page has no <" + element + ">");
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(html.substring(begin, end).getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /**
     * The answer for it.
     *
     * @param host as the browser has it: some do not take {@code 'self'} for its WebSocket
     */
    HttpResponse response(String host) {
        return HttpResponse.create()
                .withEntity(entity)
                .addHeader(RawHeader.create("Content-Security-Policy", policy + " ws://" + host + " wss://" + host))
                .addHeader(RawHeader.create("Referrer-Policy", "no-referrer"))
                .addHeader(RawHeader.create("Cache-Control", "no-cache"));
    }
}
