#!/bin/sh
# start.sh TREE: a real OpenSSH server inside a tree of its own. Runs in a mount namespace of its own (unshare -m), so
# that every mount goes when it ends.
set -e
tree=$1
mkdir -p "$tree/usr" "$tree/proc" "$tree/dev" "$tree/run/sshd" "$tree/tmp" "$tree/root" "$tree/var/lib" "$tree/.upper/bin" "$tree/.work"
for name in bin sbin lib lib64; do [ -e "$tree/$name" ] || ln -s "usr/$name" "$tree/$name"; done
[ -e "$tree/var/run" ] || ln -s ../run "$tree/var/run"
cp "$tree"/.programs/* "$tree/.upper/bin/"
chmod 0755 "$tree"/.upper/bin/*
mount -t overlay overlay -o "lowerdir=/usr,upperdir=$tree/.upper,workdir=$tree/.work" "$tree/usr"
mount --bind /proc "$tree/proc"
mount --rbind /dev "$tree/dev"
exec chroot "$tree" /usr/sbin/sshd -D -e -f /etc/ssh/sshd_config
