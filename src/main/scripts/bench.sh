#!/usr/bin/env bash
# Measures Ostler beside ansible-playbook, pdsh and ssh on this machine and prints the figures (and target/bench.md).
# Installs what it compares with where it can. Words go to the measuring JVM, such as
#   -Dbench.only=guide,look   only these
#   -Dbench.hosts=10,50       how many hosts are prepared
set -euo pipefail
cd "$(dirname "$0")/../../.."

needed=(sshd:openssh-server ansible-playbook:ansible pdsh:pdsh unshare:util-linux ip:iproute2)
missing=()
for pair in "${needed[@]}"; do
  PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
done
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]} …"
    apt-get update -qq
    # A server of its own is started for each measured host; that of the machine stays as it is.
    [ ! -d /etc/systemd/system ] || [ -e /lib/systemd/system/ssh.service ] ||
      [ -e /etc/systemd/system/ssh.service ] || ln -s /dev/null /etc/systemd/system/ssh.service
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "These are missing and only root on Debian can have them installed here: ${missing[*]}" >&2
    echo "What needs them is left out, and says so." >&2
  fi
fi
command -v mvn >/dev/null || { echo "Maven 3.8 or newer is needed." >&2; exit 1; }
exec mvn -q -Pbench verify "-Dbench.options=$*"
