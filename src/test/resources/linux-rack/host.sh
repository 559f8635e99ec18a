#!/bin/sh
# host.sh RACK NUMBER PORT: one host of the rack. What it writes lies in RACK/NUMBER/upper, everything else is shared.
set -e
own=$1/$2
mkdir -p "$own/upper" "$own/work" "$own/root"
mount -t overlay overlay -o "lowerdir=$1/template,upperdir=$own/upper,workdir=$own/work" "$own/root"
mount --bind "$1/usr" "$own/root/usr"
mount --bind /dev "$own/root/dev"
mount -t proc proc "$own/root/proc"
read -r boot </proc/sys/kernel/random/uuid
echo "$boot" >"$own/boot_id"
mount --bind "$own/boot_id" "$own/root/proc/sys/kernel/random/boot_id"
hostname "kvm-$2"
exec chroot "$own/root" /usr/sbin/sshd -D -e -f /etc/ssh/sshd_config \
    -o "ListenAddress=127.40.$(($2 / 250)).$(($2 % 250 + 1)):$3" 2>"$own/sshd"
