#!/bin/bash
# Practice lab: removes VLANs and VLAN networks that nothing uses; those in use refuse, and are left alone.

for vlan in $(xe vlan-list params=uuid --minimal | tr ',' ' '); do
    xe vlan-destroy uuid="$vlan" >/dev/null 2>&1
done

for network in $(xe network-list params=uuid --minimal | tr ',' ' '); do
    case $(xe network-param-get uuid="$network" param-name=name-label) in
        VLAN*) xe network-destroy uuid="$network" >/dev/null 2>&1 ;;
    esac
done
exit 0
