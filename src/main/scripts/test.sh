#!/usr/bin/env bash
# Installs what the tests need where it can, says what is missing where it cannot, then runs all of them.
set -euo pipefail
cd "$(dirname "$0")/../../.."

needed=(chromium:chromium sshd:openssh-server dash:dash busybox:busybox sudo:sudo
  netplan:netplan.io ifquery:ifupdown nmcli:network-manager ovsdb-server:openvswitch-switch
  brctl:bridge-utils)
missing=()
for pair in "${needed[@]}"; do
  PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
done
# Debian keeps the database's programs out of the path.
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
fc-list 2>/dev/null | grep -q 'Noto Sans CJK' || missing+=(fonts-noto-cjk fonts-noto-core)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]} …"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "These are missing and only root on Debian can have them installed here: ${missing[*]}" >&2
    echo "The tests that need them will say so and fail." >&2
  fi
fi
command -v mvn >/dev/null || { echo "Maven 3.8 or newer is needed." >&2; exit 1; }
exec mvn verify "$@"
