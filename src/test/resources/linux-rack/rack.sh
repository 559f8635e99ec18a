#!/bin/sh
# rack.sh DIRECTORY COUNT PORT: hosts 1 to COUNT, each a real OpenSSH server in a file tree, process space and name of
# its own, on PORT of loopback address 127.40.X.Y. Runs as the first process of a process space (unshare --pid --mount),
# so that everything goes when it ends: it ends when its standard input does, or when it is killed.
set -e
cd "$1"
mkdir -p usr
mount -t overlay overlay -o "lowerdir=$1/programs:/usr" usr
number=1
while [ $number -le "$2" ]; do
    unshare --mount --uts --pid --fork --propagation private sh "$1/host.sh" "$1" $number "$3" &
    number=$((number + 1))
done
cat >/dev/null
