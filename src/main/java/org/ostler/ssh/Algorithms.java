package org.ostler.ssh;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.LoggerFactory;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * Which algorithms are offered to a host. Modern ones always; those of OpenSSH 4.3's age (SHA-1 in signatures, key
 * exchange and MACs, CBC) only after a person's yes. DSA, RC4, single DES and the 1024-bit group are never offered.
 */
final class Algorithms {
    private static final Set<String> OLD_KEY_EXCHANGES =
            Set.of("diffie-hellman-group14-sha1", "diffie-hellman-group-exchange-sha1");
    private static final Set<String> OLD_HOST_KEYS = Set.of("ssh-rsa");
    private static final Set<String> OLD_CIPHERS = Set.of("aes128-cbc", "aes192-cbc", "aes256-cbc", "3des-cbc");
    private static final Set<String> OLD_MACS = Set.of("hmac-sha1");
    private static final List<String> HOST_KEYS = List.of(
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "rsa-sha2-512",
            "rsa-sha2-256");

    /** The library tells everything by exceptions; its log would repeat that, packet by packet. */
    private static final LoggerFactory SILENCE = new LoggerFactory() {
        @Override
        public Logger getLogger(String name) {
            return NOPLogger.NOP_LOGGER;
        }

        @Override
        public Logger getLogger(Class<?> type) {
            return NOPLogger.NOP_LOGGER;
        }
    };

    /** Made once: trying out which algorithms this Java has takes longer than the rest of a login. */
    private static final Config MODERN = made(false);

    private static final Config WEAK_TOO = made(true);

    private Algorithms() {}

    /** Shared by all connections, which change nothing in it. */
    static Config config(boolean weakToo) {
        return weakToo ? WEAK_TOO : MODERN;
    }

    private static Config made(boolean weakToo) {
        DefaultConfig config = new DefaultConfig();
        config.setLoggerFactory(SILENCE);
        config.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE);
        config.setKeyExchangeFactories(
                chosen(config.getKeyExchangeFactories(), name -> !name.endsWith("sha1"), weakToo, OLD_KEY_EXCHANGES));
        config.setKeyAlgorithms(chosen(config.getKeyAlgorithms(), HOST_KEYS::contains, weakToo, OLD_HOST_KEYS));
        config.setCipherFactories(chosen(
                config.getCipherFactories(),
                name -> name.contains("-gcm") || name.startsWith("chacha20") || name.matches("aes\\d+-ctr"),
                weakToo,
                OLD_CIPHERS));
        config.setMACFactories(
                chosen(config.getMACFactories(), name -> name.startsWith("hmac-sha2"), weakToo, OLD_MACS));
        return config;
    }

    /** Whether a failed negotiation's message (it names both sides' lists) shows that a yes would have helped. */
    static boolean wouldHelp(String message) {
        return java.util.stream.Stream.of(OLD_KEY_EXCHANGES, OLD_HOST_KEYS, OLD_CIPHERS, OLD_MACS)
                .flatMap(Set::stream)
                .anyMatch(name -> message.matches("(?s).*[\\[ ,]" + name + "[\\], ].*"));
    }

    private static <F extends Factory.Named<?>> List<F> chosen(
            List<F> all, Predicate<String> modern, boolean weakToo, Set<String> old) {
        List<F> first = all.stream().filter(one -> modern.test(one.getName())).toList();
        List<F> last = all.stream()
                .filter(one -> weakToo && old.contains(one.getName()))
                .toList();
        return java.util.stream.Stream.concat(first.stream(), last.stream()).toList();
    }
}
