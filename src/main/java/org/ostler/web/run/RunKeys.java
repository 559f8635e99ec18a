package org.ostler.web.run;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.ostler.credential.KnownHosts;
import org.ostler.execution.RunView.GateView;
import org.ostler.execution.RunView.StepView;

/** The new host key of a machine that was installed again, at the gate that expects it. */
@Named
@RequestScoped
public class RunKeys {
    @Inject
    private KnownHosts knownHosts;

    /** @param before empty when none was ever accepted */
    public record Change(KnownHosts.Key shown, Optional<KnownHosts.Key> before) {
        /**
         * What prints the fingerprint on the machine's own screen. Not ssh-keygen: before OpenSSH 6.8 it prints MD5, and
         * the machines that come back with another key are old ones.
         */
        public String command() {
            String file = "/etc/ssh/ssh_host_" + kind() + "_key.pub";
            return "cut -d' ' -f2 " + file
                    + " | openssl base64 -d -A | openssl dgst -sha256 -binary | openssl base64 | tr -d =";
        }

        private String kind() {
            return List.of("ed25519", "ecdsa", "dss").stream()
                    .filter(shown.algorithm().toLowerCase(java.util.Locale.ROOT)::contains)
                    .findFirst()
                    .map(name -> name.equals("dss") ? "dsa" : name)
                    .orElse("rsa");
        }
    }

    public Optional<Change> of(StepView step) {
        return step.gate()
                .filter(GateView::expectsHostKey)
                .flatMap(gate -> knownHosts.offered(step.target().id()))
                .map(shown ->
                        new Change(shown, knownHosts.accepted(step.target().id())));
    }

    /** In groups of four, to be compared aloud. */
    public String grouped(String fingerprint) {
        String bare = fingerprint.startsWith("SHA256:") ? fingerprint.substring(7) : fingerprint;
        return bare.replaceAll("(.{4})(?=.)", "$1 ");
    }
}
