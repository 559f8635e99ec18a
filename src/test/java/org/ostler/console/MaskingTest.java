package org.ostler.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ostler.credential.Secret;
import org.ostler.facts.CommandLine;
import org.ostler.platform.Json;

final class MaskingTest {
    private static final String SECRET = "s3cr/t \"p'w$\u5bc6&<";

    private final Masking masking = new Masking(List.of(new Secret(SECRET), new Secret("plainword")));

    @Test
    void hidesThePlainForm() {
        assertEquals("a ••• b •••", masking.mask("a " + SECRET + " b plainword"));
    }

    @Test
    void hidesTheShellJsonAndUrlForms() {
        assertEquals("'•••'", masking.mask(CommandLine.quote(SECRET)));
        assertEquals("\"•••\"", masking.mask(Json.write(SECRET)));
        String url = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        assertEquals("•••", masking.mask(url));
        assertEquals("•••", masking.mask(url.replace("+", "%20").toLowerCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u", "us", "user:", "administrator:"})
    void hidesBase64WhateverComesBefore(String before) {
        String encoded =
                Base64.getEncoder().encodeToString((before + "plainword" + "!after").getBytes(StandardCharsets.UTF_8));
        String masked = masking.mask(encoded);
        assertFalse(masked.equals(encoded));
        String alone = Base64.getEncoder().encodeToString((before + "plainword").getBytes(StandardCharsets.UTF_8));
        assertFalse(masking.mask(alone).equals(alone));
    }

    @Test
    void hidesEachLineOfAKey() {
        Masking key = new Masking(List.of(new Secret("-----BEGIN KEY-----\nAAAAB3Nza\nQQQQ1234\n-----END KEY-----\n")));
        assertEquals("•••\n•••", key.mask("AAAAB3Nza\nQQQQ1234"));
    }

    @Test
    void saysWhereASecretMayHaveBegun() {
        byte[] text = "echo plainwo".getBytes(StandardCharsets.UTF_8);
        assertEquals(5, masking.safeLength(text, text.length));
        byte[] other = "echo plainwor!".getBytes(StandardCharsets.UTF_8);
        assertEquals(other.length, masking.safeLength(other, other.length));
    }

    @Test
    void leavesOutputAloneWhenNothingIsSecret() {
        assertEquals("abc", new Masking(List.of(new Secret("abc"), new Secret(""))).mask("abc"));
    }
}
