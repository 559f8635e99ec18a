#!/usr/bin/python
# Practice lab: the storage driver for NFS as the vendor ships it.
import SR, SRCommand, util

class NFSSR(SR.SR):
    """NFS file-based storage repository"""
