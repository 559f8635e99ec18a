package org.ostler.ssh;

import java.util.UUID;

/**
 * Where and as whom to connect.
 *
 * @param id of the inventory object, under which its host key is known
 * @param credential name in {@code credential.Credentials}
 * @param weakAlgorithms a person has said yes to algorithms of OpenSSH 4.3's age for this host
 */
public record SshEndpoint(UUID id, String name, String address, int port, String credential, boolean weakAlgorithms) {}
