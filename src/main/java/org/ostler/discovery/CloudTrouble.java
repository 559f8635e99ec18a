package org.ostler.discovery;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.ostler.cloudstack.CloudStackClient;
import org.ostler.facts.Answer;
import org.ostler.platform.Refusal;

/** What it means when a management server's API does not say what it was asked, and what a person does about it. */
final class CloudTrouble {
    private static final String CODE = "cloudstack-";

    private CloudTrouble() {}

    /** An answer that is an error. */
    static Refusal of(Answer answer) {
        if (answer.exit() == 401) {
            return new Refusal(
                    Refusal.Kind.NOT_NOW,
                    CODE + "401",
                    "CloudStack refuses the API key or the signature (HTTP 401).",
                    "Compare key and secret key with the user's page in CloudStack, and the clocks of both machines:"
                            + " a request is good for 15 minutes.");
        }
        return new Refusal(
                Refusal.Kind.NOT_NOW,
                CODE + answer.exit(),
                "CloudStack answered with error " + answer.exit() + ": " + answer.err(),
                "Look into the management server's log, then try again.");
    }

    /** No answer at all, or one of somebody else. */
    static Refusal of(CloudStackClient.NoAnswer silence, String url) {
        if (isCausedBy(silence, UnresolvedAddressException.class)) {
            return unreachable(
                    "The name in " + url + " is not known here.", "Correct the address, or the name service.");
        }
        if (isCausedBy(silence, SSLException.class)) {
            return unreachable(
                    "The certificate of " + url + " is not trusted: " + silence.getMessage(),
                    "Give the management server a certificate that Java trusts, or use the address it is made for.");
        }
        if (isCausedBy(silence, TimeoutException.class) || isCausedBy(silence, HttpConnectTimeoutException.class)) {
            return unreachable(
                    url + " did not answer in time.",
                    "Look whether the management server is busy or a firewall swallows the request, then try again.");
        }
        if (isCausedBy(silence, ConnectException.class)) {
            return unreachable(
                    "Nothing listens at " + url + ".",
                    "Check address and port, that cloudstack-management runs, and the firewalls in between.");
        }
        return unreachable(
                "What answers at " + url + " is no CloudStack API: " + silence.getMessage() + ".",
                "The address ends in /client/api. A proxy or a server that is just starting answers otherwise.");
    }

    private static Refusal unreachable(String what, String next) {
        return new Refusal(Refusal.Kind.NOT_NOW, CODE + "silent", what, next);
    }

    private static boolean isCausedBy(Throwable thrown, Class<? extends Throwable> kind) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
