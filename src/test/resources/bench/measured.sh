#!/bin/bash
# measured.sh FILE WORD...: runs the words as the first process of a process space of its own, and writes to FILE what
# all of it took: seconds of wall, then user and system as bash tells them. What the words left in the background (ssh's
# shared connections) is ended and counted too.
file=$1
shift
begin=$EPOCHREALTIME
"$@"
status=$?
end=$EPOCHREALTIME
trap : TERM
kill -TERM -1 2>/dev/null
sleep 0.5
{
    echo "$begin $end"
    times
} >"$file"
exit $status
