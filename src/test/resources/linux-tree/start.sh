#!/bin/sh
# start.sh TREE BOOT: a real OpenSSH server inside a tree of its own. Runs in mount and process namespaces of its own
# (unshare --mount --pid), so that every mount and every process goes when it ends. BOOT is the boot id to be seen.
# With a third word it has a network of its own (it was started in that namespace), and boots as a host does: what runs
# before the network, the network from its files, and what runs at the end.
set -e
tree=$1
mkdir -p "$tree/usr" "$tree/proc" "$tree/dev" "$tree/run/sshd" "$tree/tmp" "$tree/root" "$tree/var/lib" \
  "$tree/.upper/bin" "$tree/.upper/local/bin" "$tree/.work"
for name in bin sbin lib lib64; do [ -L "$tree/$name" ] || ln -s "usr/$name" "$tree/$name"; done
[ -e "$tree/var/run" ] || ln -s ../run "$tree/var/run"
cp "$tree"/.programs/* "$tree/.upper/bin/"
chmod 0755 "$tree"/.upper/bin/*
for program in "$tree"/.local/*; do
  [ ! -f "$program" ] || { cp "$program" "$tree/.upper/local/bin/" && chmod 0755 "$tree/.upper/local/bin/${program##*/}"; }
done
mount -t overlay overlay -o "lowerdir=/usr,upperdir=$tree/.upper,workdir=$tree/.work" "$tree/usr"
mount -t proc proc "$tree/proc"
echo "$2" >"$tree/.boot_id"
mount --bind "$tree/.boot_id" "$tree/proc/sys/kernel/random/boot_id"
mount --rbind /dev "$tree/dev"
if [ "${3-}" = network ]; then
  mkdir -p "$tree/sys"
  mount -t sysfs sysfs "$tree/sys"
  chroot "$tree" sh -c '
    for early in /etc/rc.d/rc3.d/S*; do [ ! -x "$early" ] || "$early"; done
    networking
    if [ -x /usr/local/bin/cron ]; then
      rm -f /run/crond.reboot
      /usr/local/bin/cron
    else
      sed -n "s/^@reboot root //p" /etc/cron.d/* 2>/dev/null | sh
    fi
    [ ! -x /etc/rc.local ] || /etc/rc.local'
fi
exec chroot "$tree" /usr/sbin/sshd -D -e -f /etc/ssh/sshd_config
