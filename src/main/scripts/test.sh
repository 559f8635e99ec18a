#!/usr/bin/env bash
# Installs what the tests need where it can, says what is missing where it cannot, then runs all of them.
set -euo pipefail
cd "$(dirname "$0")/../../.."

needed=(chromium:chromium sshd:openssh-server dash:dash busybox:busybox sudo:sudo
  netplan:netplan.io ifquery:ifupdown brctl:bridge-utils iptables-restore:iptables augtool:augeas-tools
  unshare:util-linux)
# What the unpacked programs below are linked with; libraries start nothing.
libraries=(libnm.so.0:libnm0 libunbound.so.8:libunbound8 libnuma.so.1:libnuma1 libxdp.so.1:libxdp1
  libcap-ng.so.0:libcap-ng0)
missing=()
for pair in "${needed[@]}"; do
  PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
done
known=$(PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null || true)
for pair in "${libraries[@]}"; do
  grep -q "${pair%%:*}" <<<"$known" || missing+=("${pair##*:}")
done
# Debian keeps the database's programs out of the path.
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
fc-list 2>/dev/null | grep -q 'Noto Sans CJK' || missing+=(fontconfig fonts-noto-cjk fonts-noto-core)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]} …"
    apt-get update -qq
    # Their programs are wanted, not their services: nobody's network or clock changes because tests were run here.
    for unit in networking ifup@ netfilter-persistent postgresql; do
      [ ! -d /etc/systemd/system ] || [ -e "/lib/systemd/system/$unit.service" ] ||
        [ -e "/etc/systemd/system/$unit.service" ] || ln -s /dev/null "/etc/systemd/system/$unit.service"
    done
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "These are missing and only root on Debian can have them installed here: ${missing[*]}" >&2
    echo "The tests that need them will say so and fail." >&2
  fi
fi
# Programs that read what guides write. Unpacked and never installed: these packages start daemons.
unpacked=(chrony ufw libvirt-daemon libvirt-daemon-driver-qemu libvirt0 libvirt-clients libnl-3-200 libnl-route-3-200
  libyajl2 libssh-4 firewalld python3-firewall python3-nftables network-manager openvswitch-common openvswitch-switch at cron)
if command -v apt-get >/dev/null && [ "$(cat target/parsers/.unpacked 2>/dev/null)" != "${unpacked[*]}" ]; then
  rm -rf target/parsers
  mkdir -p target/parsers
  [ "$(id -u)" != 0 ] || apt-get update -qq
  (cd target/parsers && apt-get download -qq "${unpacked[@]}" 2>/dev/null &&
    for package in *.deb; do dpkg -x "$package" . && rm "$package"; done && echo "${unpacked[*]}" >.unpacked) ||
    echo "Not everything can be unpacked (${unpacked[*]}); the tests that need it will say so." >&2
fi
command -v mvn >/dev/null || { echo "Maven 3.8 or newer is needed." >&2; exit 1; }
rm -f target/left-out.txt
status=0
mvn verify "$@" || status=$?
if [ -s target/left-out.txt ]; then
  echo "Left out, because this machine's kernel has not what they need:"
  sort -u target/left-out.txt
fi
exit $status
