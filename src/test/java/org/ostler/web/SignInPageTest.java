package org.ostler.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInPageTest {
    @Test
    void goesBackToThePageThatWasAskedFor() {
        assertEquals("/plan.xhtml?id=3", SignInPage.ownPath("/plan.xhtml?id=3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example/",
                "https://evil.example/",
                "/\\evil.example",
                "/a\r\nSet-Cookie: x=y",
                "/sign-in.xhtml?back=/x",
                "javascript:alert(1)",
                ""
            })
    void leadsNowhereElse(String asked) {
        assertEquals("/index.xhtml", SignInPage.ownPath(asked));
    }
}
