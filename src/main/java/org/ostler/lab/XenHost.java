package org.ostler.lab;

import java.util.Optional;

/** A XenServer host: what the technician can do to it, and what is installed on it. */
final class XenHost extends LabHost {
    private volatile XenVersion version;
    private volatile Optional<XenVersion> installer = Optional.empty();

    XenHost(String name, LabClock clock, XenVersion version) {
        super(name, clock);
        this.version = version;
    }

    @Override
    protected String kernel() {
        return version.linux();
    }

    @Override
    protected String sshVersion() {
        return "4.3";
    }

    @Override
    protected String machine() {
        return "i686";
    }

    XenVersion version() {
        return version;
    }

    void version(XenVersion installed) {
        version = installed;
    }

    /** The medium in its drive: the next boot installs this version. */
    Optional<XenVersion> installer() {
        return installer;
    }

    void insertInstaller(XenVersion medium) {
        installer = Optional.of(medium);
        centre().changed();
    }

    void ejectInstaller() {
        installer = Optional.empty();
        centre().changed();
    }
}
