#!/usr/bin/python
#
# NFSSR: storage repositories on NFS, with the changes that CloudStack needs on
# XenServer 6.0. This is the practice data centre's stand-in: it does nothing.
#
CAPABILITIES = ["SR_PROBE", "SR_UPDATE", "VDI_CREATE", "VDI_DELETE", "VDI_ATTACH", "VDI_DETACH"]
DRIVER_INFO = {
    "name": "NFS VHD",
    "description": "SR plugin for disks stored as files on an NFS server",
    "vendor": "practice data centre",
    "driver_version": "1.0",
}


def handles(sr_type):
    return sr_type == "nfs"
