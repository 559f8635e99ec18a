#!/bin/sh
# Drives a whole rolling upgrade of the practice lab's XenServer pool through Ostler's REST API, the technician's part
# included, and ends non-zero when anything is not as promised.
#
#   OSTLER_URL=http://127.0.0.1:8080 OSTLER_USER=admin OSTLER_PASSWORD=… src/main/scripts/rolling-upgrade.sh
#
#   --cluster NAME  (OSTLER_CLUSTER)          which cluster, when there are several
#   --from VERSION  (OSTLER_UPGRADE_FROM)     what the hosts have to run now; otherwise whatever they run
#   --to VERSION    (OSTLER_UPGRADE_TO)       what they are to run; otherwise what OSTLER_LAB_SCENARIO gave the lab
#   --minutes N     (OSTLER_UPGRADE_MINUTES)  how long it may take: 60
#
# Versions are 5.6.100 (5.6 SP2), 6.0.2 and 6.2.0.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")/../../.." && pwd)
lab=$here/target/lab/ostler-lab.jar
if [ "${1:-}" = --help ]; then
  sed -n '2,/^set/s/^# \{0,1\}//p' "$0"
  exit
fi
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
[ -f "$lab" ] || {
  echo "rolling-upgrade.sh is not built yet. payara/start builds it, and so does mvn package -DskipTests." >&2
  exit 2
}
exec "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$lab" org.ostler.lab.UpgradeWalk "$@"
