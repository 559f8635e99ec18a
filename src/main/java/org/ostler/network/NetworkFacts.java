package org.ostler.network;

import java.util.List;
import org.ostler.facts.Fact;
import org.ostler.facts.Facts;
import org.ostler.facts.LinuxFacts;

/** What a Linux host says of its network: links, addresses, routes, and the files they come from. */
public final class NetworkFacts {
    /** All looks that {@link #present} needs. */
    public static final List<Fact<?>> ALL = List.of(LinuxFacts.OS_RELEASE, LinuxFacts.REDHAT_RELEASE);

    private NetworkFacts() {}

    /** @throws Fact.Unreadable when the host did not say enough */
    public static Present present(Facts facts) {
        return new Present(
                facts.find(LinuxFacts.OS_RELEASE)
                        .or(() -> facts.find(LinuxFacts.REDHAT_RELEASE))
                        .orElseThrow(
                                () -> new Fact.Unreadable("neither /etc/os-release nor /etc/redhat-release tells")),
                state(facts),
                NetworkFiles.none());
    }

    /** @throws Fact.Unreadable when the host did not say enough */
    public static NetworkState state(Facts facts) {
        return NetworkState.empty();
    }
}
