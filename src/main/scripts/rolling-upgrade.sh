#!/bin/sh
# Drives a whole rolling upgrade of the practice lab's XenServer pool through Ostler's REST API, the technician's part
# included, and ends non-zero when anything is not as promised.
#   OSTLER_URL=http://127.0.0.1:8080 OSTLER_USER=admin OSTLER_PASSWORD=… src/main/scripts/rolling-upgrade.sh
# OSTLER_CLUSTER names the cluster when there are several; OSTLER_UPGRADE_MINUTES is how long it may take (60).
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
command -v "$java" >/dev/null 2>&1 || {
  echo "rolling-upgrade.sh needs a JDK 17 or newer. Set JAVA_HOME or put java on the PATH." >&2
  exit 2
}
for name in OSTLER_URL OSTLER_USER OSTLER_PASSWORD; do
  eval "value=\${$name:-}"
  [ -n "$value" ] || {
    echo "rolling-upgrade.sh needs $name in its environment." >&2
    exit 2
  }
done
exec "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "$here/RollingUpgrade.java" "$@"
