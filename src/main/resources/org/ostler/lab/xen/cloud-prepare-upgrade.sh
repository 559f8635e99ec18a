#!/bin/bash
# Practice lab: makes every host ready to receive every guest: VLANs everywhere, drives empty, drivers known.

main() {
    spread_vlans
    empty_drives || exit 1
    look_at_drivers
}
