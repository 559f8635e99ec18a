package org.ostler.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ostler.credential.KnownHosts;

/**
 * A host key that waits for a yes, as people compare it.
 *
 * @param before the accepted one; empty when none was ever accepted
 */
public record KeyChange(KnownHosts.Key shown, Optional<KnownHosts.Key> before) {
    /**
     * What prints the fingerprint on the machine's own screen. Not ssh-keygen: before OpenSSH 6.8 it prints MD5, and the
     * machines that come back with another key are old ones.
     */
    public String command() {
        String file = "/etc/ssh/ssh_host_" + kind() + "_key.pub";
        return "cut -d' ' -f2 " + file
                + " | openssl base64 -d -A | openssl dgst -sha256 -binary | openssl base64 | tr -d =";
    }

    private String kind() {
        return List.of("ed25519", "ecdsa", "dss").stream()
                .filter(shown.algorithm().toLowerCase(Locale.ROOT)::contains)
                .findFirst()
                .map(name -> name.equals("dss") ? "dsa" : name)
                .orElse("rsa");
    }

    /** In groups of four, to be compared aloud. */
    public static List<String> groups(String fingerprint) {
        String bare = fingerprint.startsWith("SHA256:") ? fingerprint.substring(7) : fingerprint;
        return List.of(bare.split("(?<=\\G.{4})", -1));
    }
}
