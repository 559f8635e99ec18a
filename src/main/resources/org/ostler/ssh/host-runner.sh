#!/bin/sh
# The host runner: the fixed set of invocations through which Ostler changes this host.
#
# A command started here outlives the connection that asked for it. It is known by its id: the control directory
# BASE/ID appears complete, by one rename, before the command runs, so a second start of the id starts nothing.
#
# Kept to POSIX sh and the tools of 2007 (coreutils 5.97, bash 3.2, busybox). Exit 0 is an answer, exit 3 with
# "refused CODE words" on standard output is a refusal before anything was changed, anything else is trouble.

set -u
umask 077
unset CDPATH
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin
export PATH

self=$0
base=${OSTLER_RUNNER_BASE:-${0%/*}}
read -r boot </proc/sys/kernel/random/boot_id

# What a command may print before the rest is only counted. Smaller loses output that people need, larger fills
# the root disk of a small host. Both in bytes; the cap is a multiple of the block.
cap=67108864
block=16384
# Free kilobytes without which nothing is started. Smaller: a command dies half way on a full disk;
# larger: a host with little room cannot be mended at all.
least=8192

refuse() {
    printf 'refused %s\n' "$*"
    exit 3
}

trouble() {
    printf '%s\n' "$*" >&2
    exit 1
}

# A tenth of a second where sleep knows fractions.
nap() {
    sleep 0.1 2>/dev/null || sleep 1
}

# An old sync knows no arguments and flushes everything: slower, as safe.
flush() {
    sync "$@" 2>/dev/null || sync
}

has() {
    command -v "$1" >/dev/null 2>&1
}

# Replaces this process by the words, in a session of its own.
in_own_session() {
    if has setsid; then
        exec setsid "$@"
    elif has busybox; then
        exec busybox setsid "$@"
    fi
    exec perl -MPOSIX -e 'POSIX::setsid(); exec { $ARGV[0] } @ARGV; exit 127' "$@"
}

# Sets "began": when the living process began, in ticks since boot. With its number it names a process for ever.
# Here as elsewhere an answer comes in a variable: a substitution is one more process for the host.
find_began() {
    began=
    read -r line 2>/dev/null <"/proc/$1/stat" || return 1
    set -- ${line##*) }
    case $1 in
        Z | X) return 1 ;;
    esac
    began=${20}
}

# The living processes of a session.
members() {
    cat /proc/[0-9]*/stat 2>/dev/null |
        sed -n "s/^\([0-9][0-9]*\) (.*) [^ZX] -*[0-9][0-9]* -*[0-9][0-9]* $1 .*\$/\1/p"
}

# Sets "sum": the SHA-256 of the file, or nothing. One tool prints it first, the other last.
find_sum() {
    if has sha256sum; then
        sum=$(sha256sum <"$1")
        sum=${sum%% *}
    else
        sum=$(openssl dgst -sha256 <"$1")
        sum=${sum##* }
    fi
}

# "MODE USER:GROUP"
attributes() {
    stat -c '%a %U:%G' "$1" 2>/dev/null || ls -ld "$1" | awk '{
        split("400 200 100 40 20 10 4 2 1", bit, " ")
        for (i = 1; i <= 9; i++) if (substr($1, i + 1, 1) ~ /[rwxst]/) mode += bit[i]
        if (substr($1, 4, 1) ~ /[sS]/) mode += 4000
        if (substr($1, 7, 1) ~ /[sS]/) mode += 2000
        if (substr($1, 10, 1) ~ /[tT]/) mode += 1000
        print mode " " $3 ":" $4
    }'
}

# Sets "free": the kilobytes left where the base is.
find_room() {
    free=$(df -Pk "$base")
    # Its second line. No here-document: an old bash writes a file for it, which a full /tmp does not take.
    set -- ${free#*"
"}
    free=${4:-0}
}

check_id() {
    case $1 in
        '' | *[!0-9a-fA-F-]*) trouble "not an id: $1" ;;
    esac
}

identity() {
    [ -d "$base" ] || mkdir -p "$base" || trouble "cannot make $base"
    chmod 700 "$base"
    if [ ! -s "$base/marker" ]; then
        cat /proc/sys/kernel/random/uuid >"$base/.marker.$$" || trouble "cannot write in $base"
        flush "$base/.marker.$$"
        ln "$base/.marker.$$" "$base/marker" 2>/dev/null
        rm -f "$base/.marker.$$"
        flush "$base"
    fi
    for left in "$base"/.new.*; do
        [ -f "$left/boot" ] || continue
        read -r then <"$left/boot"
        [ "$then" = "$boot" ] || rm -rf "$left"
    done
    read -r marker <"$base/marker" || trouble "cannot read $base/marker"
    printf 'boot-id %s\nmarker %s\nversion 1\n' "$boot" "$marker"
}

start() {
    check_id "$1"
    id=$1
    shift
    secret=no
    if [ "$1" = --secret ]; then
        secret=yes
        shift
    fi
    [ $# -gt 1 ] && [ "$1" = -- ] || trouble "start ID [--secret] -- WORD..."
    shift
    if [ -d "$base/$id" ]; then
        echo known
        return
    fi
    find_room
    [ "$free" -ge "$least" ] || refuse no-space "$free KiB are free for $base, $least are needed"
    new=$base/.new.$id.$$
    rm -rf "$new"
    if ! prepare; then
        rm -rf "$new"
        refuse no-space "no control directory could be written in $base"
    fi
    (in_own_session "$self" .scope "$id" "$new" "$@") </dev/null >/dev/null 2>&1 &
    await
}

# All that is written later has its place beforehand, so that it needs no free block on a full disk.
prepare() {
    mkdir "$new" && cd "$new" &&
        echo "$boot" >boot && echo "$new" >claim && : >out && : >err && echo open >out.end && echo open >err.end &&
        printf '%60s\n' '' >supervisor && printf '%60s\n' '' >session && : >state.running &&
        mkfifo out.pipe err.pipe || return 1
    if [ $secret = yes ]; then
        cat >secret || return 1
    fi
}

# Waits until the supervisor has claimed the id. Given up, it takes the prepared directory away: then the claim fails.
await() {
    tries=0
    while [ -d "$new" ]; do
        if [ $tries -ge 300 ]; then
            mv "$new" "$new.late" 2>/dev/null && rm -rf "$new.late" && trouble "its supervisor did not come up"
            break
        fi
        tries=$((tries + 1))
        sleep 0.02 2>/dev/null || sleep 1
    done
    claim=
    [ -f "$base/$id/claim" ] && read -r claim <"$base/$id/claim"
    case $claim in
        "$new") echo started ;;
        '') trouble "the control directory of $id vanished" ;;
        *) echo known ;;
    esac
}

# Where systemd runs, a scope of its own keeps the end of the login session from ending the command.
scope() {
    if [ -d /run/systemd/system ] && has systemd-run; then
        systemd-run --scope --unit="ostler-$1" "$self" .supervise "$@" && return
        [ -f "$2/supervisor" ] && read -r pid since <"$2/supervisor" && [ -z "$pid" ] || return
    fi
    supervise "$@"
}

supervise() {
    id=$1
    new=$2
    shift 2
    dir=$base/$id
    trap : HUP INT TERM
    cd "$new" || exit 1
    find_began $$
    printf '%s %s\n' $$ "$began" 1<>supervisor || exit 1
    flush boot claim supervisor state.running . "$base"
    mv "$new" "$dir" 2>/dev/null
    if [ -d "$new" ] || [ -d "$dir/${new##*/}" ]; then
        rm -rf "$new" "$dir/${new##*/}"
        exit 0
    fi
    [ -d "$dir" ] || exit 1
    flush "$base"
    drain out &
    drain err &
    (
        cd /
        in_own_session "$self" .exec "$dir" "$@"
    ) </dev/null >out.pipe 2>err.pipe
    status=$?
    finish
}

# A daemon left behind may hold the output open for ever: what comes after these two seconds is not waited for. All
# others are done within milliseconds, and a longer nap would be added to each command.
finish() {
    uptime
    until=$((now + 200))
    while is_open out || is_open err; do
        uptime
        [ $now -lt $until ] || break
        sleep 0.01 2>/dev/null || sleep 1
    done
    for stream in out err; do
        [ -s $stream.dropped ] && read -r count <$stream.dropped && [ "$count" -gt 0 ] 2>/dev/null &&
            echo "[$count more bytes of std$stream were not kept]" >>err
    done
    mv state.running "state.exit.$status"
    flush .
}

is_open() {
    read -r end <"$1.end" && [ "$end" = open ]
}

# Copies its pipe to the file of that name up to the cap, then counts. dd, because it passes on each read at once; that
# it read less often than it might have means that there is no more.
drain() {
    exec <"$1.pipe"
    size=0
    while [ $((cap - size)) -ge $block ]; do
        most=$(((cap - size) / block))
        said=$(LC_ALL=C dd bs=$block count=$most 2>&1 >>"$1") || break
        # A warning about partial reads may stand before it.
        said=${said%% records in*}
        said=${said##*"
"}
        case $said in
            *[!0-9+]* | '') break ;;
        esac
        if [ $((${said%+*} + ${said#*+})) -lt $most ]; then
            echo done 1<>"$1.end"
            return
        fi
        size=$(size_of "$1")
    done
    wc -c >"$1.dropped"
    echo done 1<>"$1.end"
}

size_of() {
    ls -ln "$1" | {
        read -r mode links user group bytes rest
        echo "$bytes"
    }
}

# The last thing before the command itself; this process becomes it.
become() {
    dir=$1
    shift
    find_began $$
    printf '%s %s\n' $$ "$began" 1<>"$dir/session" || exit 125
    if [ -f "$dir/secret" ]; then
        exec 3<"$dir/secret"
        rm -f "$dir/secret" || exit 125
    fi
    umask 022
    exec "$@"
}

# Sets "state". A supervisor that is gone without having told the end counts as interrupted, like a host that went down.
look() {
    dir=$base/$1
    state=missing
    [ -d "$dir" ] || return
    exit_seen && return
    state=running
    read -r then <"$dir/boot" && [ "$then" = "$boot" ] && is_alive && return
    state=interrupted
    exit_seen
    [ -d "$dir" ] || state=missing
}

exit_seen() {
    for seen in "$dir"/state.exit.*; do
        [ -e "$seen" ] || return 1
        state="exit ${seen##*.}"
    done
}

is_alive() {
    read -r pid since <"$dir/supervisor" && find_began "$pid" && [ "$began" = "$since" ]
}

result() {
    check_id "$1"
    look "$1"
    echo "$state"
}

# The same as the loop below, for hosts that have perl: it looks 500 times a second while something is printed and 125
# times otherwise, and costs less than a shell that starts three programs for each of its ten looks.
follower='
my ($verb, $id, $dir, $boot, @at) = @ARGV;
sub tell_reader {
    my ($text, $done) = (shift, 0);
    while ($done < length $text) { $done += syswrite(STDOUT, $text, length($text) - $done, $done) || exit 1 }
}
sub line_of { open(my $file, "<", shift) or return ""; my $line = <$file>; return defined $line ? $line : "" }
sub is_alive {
    my ($pid, $since) = split " ", line_of("$dir/supervisor");
    return 1 unless defined $since;
    my ($state, @rest) = split " ", (split /\) /, line_of("/proc/$pid/stat"))[-1] || "X";
    return $state !~ /[ZX]/ && @rest > 18 && $rest[18] eq $since;
}
sub exit_seen {
    opendir(my $files, $dir) or return "";
    my ($status) = map { /^state\.exit\.(\d+)$/ ? $1 : () } readdir $files;
    return defined $status ? "exit $status" : "";
}
sub look {
    return "missing" unless -d $dir;
    my $seen = exit_seen();
    return $seen if $seen;
    return "running" if line_of("$dir/boot") eq "$boot\n" && is_alive();
    return exit_seen() || (-d $dir ? "interrupted" : "missing");
}
my ($looks, $idle, $second, @files) = (0, 0, time);
if (-d $dir) {
    for my $i (0, 1) {
        open($files[$i], "<", "$dir/" . ("out", "err")[$i]) or die "the output of $id cannot be read\n";
        sysseek($files[$i], $at[$i], 0);
    }
}
while (1) {
    my $state = $looks++ % 25 && -e "$dir/state.running" ? "running" : look();
    my $moved = 0;
    for my $i ($state eq "missing" ? () : (1, 0)) {
        my $left = (-s $files[$i] || 0) - $at[$i];
        next if $left <= 0;
        my $length = sysread($files[$i], my $bytes, $left < 1048576 ? $left : 1048576) or exit 1;
        tell_reader(("O", "E")[$i] . " $at[$i] $length\n$bytes");
        $at[$i] += $length;
        $moved = 1;
    }
    if ($moved) { $idle = 0; next }
    if ($state ne "running") { tell_reader("S $state\n"); exit 0 }
    if ($second != time) { $second = time; tell_reader("H\n") }
    select(undef, undef, undef, $idle++ < 125 ? 0.002 : 0.008);
}'

# Ends by itself when its reader is gone: the next write fails, at the latest the heartbeat.
follow() {
    check_id "$1"
    id=$1
    if has perl; then
        perl -e "$follower" follow "$id" "$base/$id" "$boot" "$2" "$3"
        # What a perl says that cannot even begin; nothing was printed then.
        case $? in
            2 | 126 | 127) ;;
            *) exit ;;
        esac
    fi
    out=$2
    err=$3
    if [ -d "$base/$id" ]; then
        exec 4<"$base/$id/out" 5<"$base/$id/err" || trouble "the output of $id cannot be read"
        dd bs=1 skip="$out" count=0 <&4 2>/dev/null
        dd bs=1 skip="$err" count=0 <&5 2>/dev/null
    fi
    idle=0
    while :; do
        look "$id"
        moved=no
        if [ "$state" != missing ]; then
            sizes=$(ls -ln "$dir/out" "$dir/err" 2>/dev/null) || continue
            # ls sorts by name: err, then out.
            set -- $sizes
            frame E "$err" "$5" 0<&5 && err=$reached
            frame O "$out" "${14}" 0<&4 && out=$reached
        fi
        [ $moved = yes ] && continue
        case $state in
            running) ;;
            *)
                echo "S $state"
                return
                ;;
        esac
        idle=$((idle + 1))
        if [ $((idle % 10)) -eq 0 ]; then
            echo H || exit 1
        fi
        nap
    done
}

# One read of dd takes exactly what was announced: the file holds it already.
frame() {
    length=$(($3 - $2))
    [ $length -gt 0 ] || return 1
    [ $length -le 1048576 ] || length=1048576
    echo "$1 $2 $length" || exit 1
    dd bs=$length count=1 2>/dev/null || exit 1
    reached=$(($2 + length))
    moved=yes
}

# TERM, three seconds, KILL, until the session is empty. A session that is not ours any more is left alone.
stop() {
    check_id "$1"
    look "$1"
    if [ "$state" = missing ] || [ "${state#exit}" != "$state" ]; then
        echo "nothing to stop: $state"
        return
    fi
    read -r then <"$dir/boot"
    [ "$then" = "$boot" ] || {
        echo "nothing to stop: the host has been restarted since"
        return
    }
    tries=0
    read -r session since <"$dir/session"
    while [ -z "$session" ] && [ $tries -lt 20 ]; do
        nap
        tries=$((tries + 1))
        read -r session since <"$dir/session"
    done
    [ -n "$session" ] || trouble "the command has no session yet"
    find_began "$session" && [ "$began" != "$since" ] && {
        echo "nothing to stop: its session $session is gone"
        return
    }
    signal TERM 300 || signal KILL 200 || {
        echo "still alive in session $session after KILL: $(members "$session" | tr '\n' ' ')"
        return
    }
    tries=0
    while look "$id" && [ "$state" = running ] && [ $tries -lt 50 ]; do
        nap
        tries=$((tries + 1))
    done
    echo "no process is left in session $session after $last; the command's state: $state"
}

# signal NAME HUNDREDTHS: sends it again and again to whoever is there; true when nobody is. By the clock, because on a
# busy host a round takes much longer than its nap.
signal() {
    last=$1
    count=0
    uptime
    until=$((now + $2))
    while :; do
        there=$(members "$session")
        [ -n "$there" ] || return 0
        uptime
        [ $now -lt $until ] || return 1
        if [ "$1" = KILL ]; then
            kill -9 "-$session" 2>/dev/null
            kill -9 $there 2>/dev/null
        elif [ $count -eq 0 ]; then
            kill -15 "-$session" 2>/dev/null
            kill -15 $there 2>/dev/null
            kill -CONT $there 2>/dev/null
        fi
        count=$((count + 1))
        nap
    done
}

# Sets "now": hundredths of a second since the boot. In its first second leading zeros would make an octal number.
uptime() {
    read -r now rest </proc/uptime
    now=${now%.*}${now#*.}
    now=${now#0}
    now=${now#0}
    now=${now:-0}
}

clean() {
    check_id "$1"
    look "$1"
    [ "$state" != running ] || refuse running "the command $1 runs"
    if [ -d "$dir" ]; then
        [ ! -e "$base/.old.$1" ] || rm -rf "$base/.old.$1"
        mv "$dir" "$base/.old.$1" && rm -rf "$base/.old.$1" || trouble "cannot remove $dir"
    fi
    echo done
}

tell() {
    if [ -L "$1" ]; then
        echo "link $(readlink "$1")"
    elif [ -d "$1" ]; then
        echo directory
    elif [ -f "$1" ]; then
        find_sum "$1"
        [ ${#sum} -eq 64 ] || trouble "$1 cannot be read"
        echo "file $sum $(attributes "$1")"
    elif [ -e "$1" ]; then
        echo other
    else
        echo missing
    fi
}

# Sets "parent" and "name"; a directory on the way that is a link is another place than the one that was approved.
check_place() {
    case $1 in
        /*[!/]) ;;
        *) trouble "not an absolute path of a file: $1" ;;
    esac
    parent=${1%/*}
    name=${1##*/}
    [ -d "$parent/" ] || refuse no-directory "$parent is not there"
    real=$(cd -P "$parent/" && pwd -P)
    [ "${real%/}" = "$parent" ] || refuse symlink "$parent is really $real"
}

# check_content PATH SHA256|-
check_content() {
    [ ! -L "$1" ] || refuse symlink "$1 points to $(readlink "$1")"
    if [ "$2" = - ]; then
        [ ! -e "$1" ] || refuse changed "$1 exists, it was not there before"
    elif [ ! -f "$1" ]; then
        refuse changed "$1 is no file any more"
    else
        find_sum "$1"
        [ "$sum" = "$2" ] || refuse changed "$1 has another content than expected"
    fi
}

put() {
    path=$1
    check_place "$path"
    check_content "$path" "$2"
    rm -f "$parent/.$name.ostler-"*
    temporary=$parent/.$name.ostler-$$
    trap 'rm -f "$temporary"' EXIT
    mode=$3
    owner=$4
    if [ "$2" = - ]; then
        : >"$temporary" || refuse no-space "cannot write in $parent"
        [ "$mode" != - ] || mode=644
        [ "$owner" != - ] || owner=root:root
    else
        cp -a "$path" "$temporary" 2>/dev/null || cp -p "$path" "$temporary" || refuse no-space "cannot copy $path"
        if has selinuxenabled && selinuxenabled; then
            chcon --reference="$path" "$temporary"
        fi
    fi
    dd of="$temporary" bs=65536 conv=fsync 2>/dev/null || refuse no-space "cannot write in $parent"
    [ "$owner" = - ] || chown "$owner" "$temporary" || refuse no-owner "there is no $owner here"
    [ "$mode" = - ] || chmod "$mode" "$temporary" || trouble "cannot set the mode $mode"
    find_sum "$temporary"
    [ "$sum" = "$5" ] || refuse damaged "the content did not arrive whole"
    flush "$temporary"
    check_content "$path" "$2"
    mv -f "$temporary" "$path" || trouble "cannot rename to $path"
    if [ "$2" = - ] && has restorecon; then
        restorecon "$path" 2>/dev/null
    fi
    flush "$parent"
    echo done
}

remove() {
    check_place "$1"
    check_content "$1" "$2"
    rm -f "$1" || trouble "cannot remove $1"
    flush "$parent"
    echo done
}

# A link to a directory is no place to move into, hence -T or, where mv lacks it, ln -n.
make_link() {
    check_place "$1"
    if [ -L "$1" ]; then
        [ "$(readlink "$1")" != "$2" ] || {
            echo done
            return
        }
    else
        [ ! -e "$1" ] || refuse exists "$1 is there and no link"
    fi
    temporary=$parent/.$name.ostler-$$
    rm -f "$temporary"
    ln -s "$2" "$temporary" || refuse no-space "cannot write in $parent"
    if ! mv -fT "$temporary" "$1" 2>/dev/null; then
        rm -f "$temporary"
        ln -sfn "$2" "$1" || trouble "cannot make the link $1"
    fi
    flush "$parent"
    echo done
}

verb=${1-}
[ $# -eq 0 ] || shift
case $verb:$# in
    identity:0) identity ;;
    start:0 | start:1 | start:2) trouble "start ID [--secret] -- WORD..." ;;
    start:*) start "$@" ;;
    result:1) result "$1" ;;
    follow:3) follow "$@" ;;
    kill:1)
        id=$1
        stop "$1"
        ;;
    stat:1) tell "$1" ;;
    put:5) put "$@" ;;
    remove:2) remove "$@" ;;
    link:2) make_link "$@" ;;
    clean:1) clean "$1" ;;
    .scope:*) scope "$@" ;;
    .supervise:*) supervise "$@" ;;
    .exec:*) become "$@" ;;
    *) trouble "unknown: $verb with $# words" ;;
esac
