#!/bin/sh
# Verifies an audit journal: verify-audit.sh DIRECTORY [--witness FILE]... [--head NUMBER:HASH]...
# Needs a JDK and one small jar of the build; no server, no database, no network. Both may be copied elsewhere together.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
for jar in "$here/ostler-verify-audit.jar" "$here"/../../../target/verify-audit/*-verify-audit.jar; do
  [ ! -f "$jar" ] || exec "$java" -XX:TieredStopAtLevel=1 -jar "$jar" "$@"
done
echo "The verifier is not built. Build it with: mvn package -DskipTests" >&2
exit 2
