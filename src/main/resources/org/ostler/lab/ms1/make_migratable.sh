#!/bin/bash
# Tells xapi that a paravirtual guest has its drivers, so that it can be migrated.
# The practice data centre's stand-in. Usage: make_migratable.sh <uuid of the guest>
uuid=${1:?uuid of a guest}
domain=$(xe vm-param-get uuid="$uuid" param-name=dom-id) || exit 1
for part in Major Minor Micro; do
    xenstore-write "/local/domain/$domain/attr/PVAddons/${part}Version" 5
done
xenstore-write "/local/domain/$domain/data/updated" 1
