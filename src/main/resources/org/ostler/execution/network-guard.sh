#!/bin/sh
# The network guard: changes this host's network in such a way that the host takes the change back by itself.
#
# It knows a change by its id. "arm" saves what is there and starts a countdown that needs neither SSH nor Ostler;
# "apply" makes the change; "keep" ends the countdown. Whoever comes first renames state.armed, to state.kept or to
# state.restoring: of keeping and restoring exactly one happens. A host that goes down meanwhile restores at its boot.
#
# Kept to POSIX sh and the tools of 2010 (iproute2, busybox). Exit 0 is an answer, exit 3 with "refused CODE words" on
# standard output is a refusal before anything was changed, exit 4 with words says that it is too late for that.

set -u
umask 077
unset CDPATH
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin
LC_ALL=C
export PATH LC_ALL

self=$0
# Said each time: a security module may let nobody execute a file of /var/lib, and lets a shell read it.
shell=/bin/sh
base=${OSTLER_GUARD_BASE:-/var/lib/ostler}
net=/sys/class/net
read -r boot </proc/sys/kernel/random/boot_id

# Seconds between the answer to "apply" and its first effect. Smaller: the answer is lost with the old network, and
# Ostler has to find out. Larger only delays.
grace=1
# Seconds that one command of the restore may take. Smaller: a slow "ifup" is cut off; larger: a hanging one keeps the
# host away longer before its addresses are put back one by one.
patience=45
# Free kilobytes without which nothing is begun, for the saved files. Smaller: they may not fit.
least=2048

refuse() {
    printf 'refused %s\n' "$*"
    exit 3
}

trouble() {
    printf '%s\n' "$*" >&2
    exit 1
}

late() {
    printf 'too late: %s\n' "$*"
    exit 4
}

has() {
    command -v "$1" >/dev/null 2>&1
}

nap() {
    sleep 0.2 2>/dev/null || sleep 1
}

# An old sync knows no arguments and flushes everything: slower, as safe.
flush() {
    sync "$@" 2>/dev/null || sync
}

uptime() {
    read -r now rest </proc/uptime
    now=${now%%.*}
}

sha256() {
    if has sha256sum; then
        sha256sum <"$1"
    else
        openssl dgst -sha256 <"$1"
    fi | sed 's/^.*= *//; s/ .*//'
}

content_of() {
    if [ -L "$1" ]; then
        echo link
    elif [ -f "$1" ]; then
        sha256 "$1"
    elif [ -e "$1" ]; then
        echo other
    else
        echo -
    fi
}

# Sets "dir". An id is also a directory's name.
of() {
    case $1 in
        '' | *[!0-9a-fA-F-]*) trouble "not an id: $1" ;;
    esac
    id=$1
    dir=$base/guard-$id
}

# Sets "state".
look() {
    state=missing
    for seen in "$dir"/state.*; do
        [ -e "$seen" ] && state=${seen##*/state.}
    done
}


# Links, bridges, bonds, VLANs, addresses and routes, a line each, without what changes by itself: counters, carriers,
# lifetimes, link-local addresses, routes of the kernel's own, taps of virtual machines.
dump() {
    {
        for path in "$net"/*; do
            name=${path##*/}
            [ "$name" != lo ] && [ -d "$path/" ] && [ ! -e "$path/tun_flags" ] && link_line
        done
        vlan_lines
        ovs_lines
        ip -o addr show 2>/dev/null | addresses
        ip -o -4 route show 2>/dev/null | routes inet
        ip -o -6 route show 2>/dev/null | routes inet6
    } | sort -u
}

link_line() {
    read -r flags <"$path/flags" || return 0
    read -r mtu <"$path/mtu"
    read -r mac <"$path/address" || mac=
    above=$(master_of "$name")
    up=down
    [ $((flags & 1)) -eq 0 ] || up=up
    if [ $up = up ] || [ "$above" != - ]; then
        echo "link $name $up mtu $mtu mac ${mac:--} master $above"
    fi
    if [ -d "$path/bridge" ]; then
        read -r stp <"$path/bridge/stp_state"
        read -r delay <"$path/bridge/forward_delay"
        echo "bridge $name stp $stp delay $delay"
    elif [ -d "$path/bonding" ]; then
        read -r mode rest <"$path/bonding/mode"
        read -r watch <"$path/bonding/miimon"
        echo "bond $name mode $mode miimon $watch"
    fi
}

master_of() {
    above=$(readlink "$net/$1/brport/bridge" 2>/dev/null || readlink "$net/$1/master" 2>/dev/null)
    above=${above##*/}
    echo "${above:--}"
}

vlan_lines() {
    [ -r /proc/net/vlan/config ] || return 0
    awk -F'[ |]+' 'NR > 2 && NF >= 3 { print "vlan " $1 " id " $2 " on " $3 }' /proc/net/vlan/config
}

ovs() {
    ovs-vsctl --timeout=10 "$@" 2>/dev/null
}

ovs_lines() {
    has ovs-vsctl || return 0
    for bridge in $(ovs list-br); do
        echo "ovs $bridge"
        for port in $(ovs list-ports "$bridge"); do
            [ -e "$net/$port/tun_flags" ] || echo "ovsport $port bridge $bridge tag $(ovs get port "$port" tag)"
        done
    done
}

addresses() {
    awk '{
        name = $2; sub(/[:@].*/, "", name)
        if (name == "lo" || $4 ~ /^fe80:/) next
        words = $4; scope = "global"; label = ""; own = 0
        for (i = 5; i <= NF; i++) {
            if ($i == "\\") break
            if ($i == "peer" || $i == "brd") words = words " " $i " " $(i + 1)
            if ($i == "scope") scope = $(i + 1)
            if ($i ~ /\\$/) { last = $i; sub(/\\$/, "", last); if (last ~ /:/) label = last }
            if ($i == "dynamic" || $i == "mngtmpaddr" || $i == "temporary") own = 1
        }
        if (own && $3 == "inet6") next
        print "address " name " " $3 " " words " scope " scope (label == "" ? "" : " label " label)
    }'
}

# Two things of a route change by themselves and stand in the way of adding it again: its state and its lifetime.
# The kernel's own come and go with the addresses; busybox tells them without saying whose they are.
routes() {
    tr '\\' ' ' | awk -v family="$1" '
        / proto kernel/ || / proto ra/ || (/ scope link .*src / && !/ proto /) || /^(fe80|ff00|multicast|unreachable|local|broadcast)/ { next }
        / dev (lo|vnet[0-9]+|tap[^ ]*)( |$)/ { next }
        {
            line = ""
            for (i = 1; i <= NF; i++) {
                if ($i == "linkdown" || $i == "dead" || $i == "offload" || $i == "pervasive") continue
                if ($i == "expires" || $i == "pref" || $i == "error") { i++; continue }
                line = line " " $i
            }
            print "route " family line
        }'
}


# The order tells a change: its files with their texts, its commands, its time. Ostler puts it beside this script.
field() {
    sed -n "s/^$1 //p" "$order"
}

arm() {
    of "$1"
    order=$base/guard-$id.order
    if [ -d "$dir" ]; then
        look
        tell_armed
        return
    fi
    [ -f "$order" ] || trouble "no order $order"
    free=$(df -Pk "$base" | awk 'NR == 2 { print $4 }')
    [ "$free" -ge "$least" ] || refuse no-space "$free KiB are free for $base, $least are needed"
    new=$base/.guard-$id.$$
    trap 'rm -rf "$new"' EXIT
    if ! { mkdir "$new" "$new/saved" "$new/wanted" && cp "$order" "$new/order" && cp "$self" "$new/guard" &&
        chmod 700 "$new/guard"; }; then
        refuse no-space "nothing could be written in $base"
    fi
    field file | save_files || exit $?
    field do >"$new/do"
    field back >"$new/back"
    seconds=$(field deadline)
    echo "$seconds" >"$new/seconds"
    dump >"$new/dump" || trouble "the network's state could not be read"
    [ -s "$new/dump" ] || trouble "the network's state could not be read: is there no ip program?"
    timer=$(field timer)
    echo "$boot" >"$new/boot"
    uptime
    echo $((now + seconds)) >"$new/deadline"
    echo "${timer:-any}" >"$new/timer"
    : >"$new/log"
    : >"$new/state.armed"
    rescue_card >"$new/RESCUE.txt"
    flush "$new"/* "$new"/saved/* "$new"/wanted/* "$new"
    mv "$new" "$dir" || trouble "cannot make $dir"
    trap - EXIT
    flush "$base"
    if [ "${timer:-any}" != none ] && ! count_down; then
        rm -rf "$dir"
        refuse no-timer "nothing on this host starts a countdown that outlives this connection"
    fi
    hook_boot
    write_short_way
    rm -f "$order"
    tell_armed
}

tell_armed() {
    echo "armed"
    sed 's/^/timer /' "$dir/timer"
    sed 's/^/boot /' "$dir/hooked" 2>/dev/null || echo "boot none"
}

# Nothing is saved that is not what the plan was approved for, and no wanted text is taken that arrived damaged.
save_files() {
    while read -r number old wanted mode owner path; do
        seen=$(content_of "$path")
        [ "$seen" = "$old" ] || refuse changed "$path is not as it was when this was approved"
        parent=${path%/*}
        if [ "$old" = - ]; then
            : >"$new/saved/$number.absent"
        else
            cp -a "$path" "$new/saved/$number" 2>/dev/null || cp -p "$path" "$new/saved/$number" ||
                refuse no-space "cannot save $path"
            [ "$(content_of "$new/saved/$number")" = "$old" ] || refuse no-space "cannot save $path whole"
        fi
        [ "$wanted" != - ] || continue
        [ -d "$parent/" ] || refuse no-directory "$parent is not there"
        sed -n "s/^$number>//p" "$order" >"$new/wanted/$number" || refuse no-space "cannot keep the new $path"
        if grep -q "^bare $number\$" "$order"; then
            awk 'NR > 1 { printf "\n" } { printf "%s", $0 }' "$new/wanted/$number" >"$new/wanted/$number.bare" &&
                mv "$new/wanted/$number.bare" "$new/wanted/$number"
        fi
        [ "$(content_of "$new/wanted/$number")" = "$wanted" ] || refuse damaged "the new $path did not arrive whole"
    done
}


# Begins it by the first means that works: each of them outlives the SSH connection.
count_down() {
    if [ -d /run/systemd/system ] && has systemd-run; then
        systemd-run --unit="ostler-guard-$id" -p Restart=on-failure $shell "$dir/guard" watch "$id" >/dev/null 2>&1 ||
            systemd-run --unit="ostler-guard-$id" $shell "$dir/guard" watch "$id" >/dev/null 2>&1
        is_watched systemd-run && return
    fi
    if has at && (has pidof && pidof atd || ps ax | grep '[a]td') >/dev/null 2>&1; then
        echo "$shell $dir/guard watch $id" | at now >/dev/null 2>&1
        is_watched at && return
    fi
    if has setsid; then
        setsid $shell "$dir/guard" watch "$id" </dev/null >/dev/null 2>&1 &
        is_watched setsid && return
    elif has busybox && busybox setsid true 2>/dev/null; then
        busybox setsid $shell "$dir/guard" watch "$id" </dev/null >/dev/null 2>&1 &
        is_watched setsid && return
    fi
    return 1
}

is_watched() {
    tries=0
    while [ ! -s "$dir/watching" ]; do
        [ $tries -lt 25 ] || return 1
        tries=$((tries + 1))
        nap
    done
    echo "$1" >"$dir/timer"
}

# By the time since the boot, so that a clock that is set meanwhile changes nothing.
watch() {
    of "$1"
    trap '' HUP TERM INT
    echo $$ >"$dir/watching"
    while [ -e "$dir/state.armed" ]; do
        uptime
        read -r deadline <"$dir/deadline" 2>/dev/null || continue
        if [ "$now" -ge "$deadline" ]; then
            restore deadline
            return
        fi
        nap
    done
}

# What restores when the host goes down during the countdown: before its network starts, where that can be had.
hook_boot() {
    call="$shell $dir/guard boot $id"
    if [ -d /run/systemd/system ] && [ -d /etc/systemd/system ]; then
        cat >"/etc/systemd/system/ostler-guard-$id.service" <<UNIT
[Unit]
Description=Ostler: take back an unconfirmed network change
DefaultDependencies=no
RequiresMountsFor=$dir
After=local-fs.target
Wants=network-pre.target
Before=network-pre.target network.target networking.service NetworkManager.service systemd-networkd.service

[Service]
Type=oneshot
ExecStart=$call
UNIT
        mkdir -p /etc/systemd/system/basic.target.wants
        ln -sf "../ostler-guard-$id.service" "/etc/systemd/system/basic.target.wants/ostler-guard-$id.service" &&
            echo systemd >"$dir/hooked"
        flush /etc/systemd/system/basic.target.wants /etc/systemd/system "/etc/systemd/system/ostler-guard-$id.service"
    elif [ -d /etc/rc.d/rc3.d ]; then
        for level in 2 3 4 5; do
            [ ! -d "/etc/rc.d/rc$level.d" ] || {
                printf '#!/bin/sh\n[ ! -f %s/guard ] || exec %s\n' "$dir" "$call" \
                    >"/etc/rc.d/rc$level.d/S09ostler-guard-$id"
                chmod 755 "/etc/rc.d/rc$level.d/S09ostler-guard-$id"
            }
        done
        echo sysv >"$dir/hooked"
        flush /etc/rc.d/rc[2-5].d/S09ostler-guard-"$id" /etc/rc.d/rc3.d
    elif [ -d /etc/cron.d ] && { has crond || has cron; }; then
        printf '@reboot root %s late\n' "$call" >"/etc/cron.d/ostler-guard-$id"
        chmod 644 "/etc/cron.d/ostler-guard-$id"
        echo cron >"$dir/hooked"
        flush "/etc/cron.d/ostler-guard-$id" /etc/cron.d
    elif [ -f /etc/rc.local ]; then
        # Before the first line that ends it. Written into the file that is there, which keeps mode and owner.
        cp -p /etc/rc.local "$dir/rc.local" &&
            awk -v line="$call late # ostler-guard-$id" '
                /^exit/ && !done { print line; done = 1 } { print } END { if (!done) print line }' \
                "$dir/rc.local" >"$dir/rc.local.new" && cat "$dir/rc.local.new" >/etc/rc.local && chmod a+x /etc/rc.local
        echo rc.local >"$dir/hooked"
        flush /etc/rc.local
    fi
    flush "$dir"
}

unhook_boot() {
    rm -f "/etc/systemd/system/ostler-guard-$id.service" \
        "/etc/systemd/system/basic.target.wants/ostler-guard-$id.service" \
        /etc/rc.d/rc[2-5].d/S09ostler-guard-"$id" "/etc/cron.d/ostler-guard-$id"
    if [ -f "$dir/rc.local" ]; then
        grep -v "# ostler-guard-$id\$" /etc/rc.local >"$dir/rc.local.new"
        cat "$dir/rc.local.new" >/etc/rc.local
        [ -x "$dir/rc.local" ] || chmod a-x /etc/rc.local
    fi
}


apply() {
    of "$1"
    look
    [ "$state" = armed ] || late "$(tell_state)"
    is_counting || late "no countdown runs"
    mkdir "$dir/begun" 2>/dev/null || late "it was begun before"
    echo "$$ $(began $$)" >"$dir/applier"
    uptime
    read -r seconds <"$dir/seconds"
    until_then $((now + grace + seconds))
    sleep $grace
    sed -n 's/^file //p' "$dir/order" | write_files || fail $? "its files could not be written"
    number=0
    while read -r line; do
        number=$((number + 1))
        [ -e "$dir/state.armed" ] || fail 5 "the time was up before: $line"
        echo "+ $line"
        sh -c "$line" </dev/null || fail $? "$line"
    done <"$dir/do"
    echo 0 >"$dir/.applied" && mv "$dir/.applied" "$dir/applied"
    flush "$dir"
}

fail() {
    echo "$1 $2" >"$dir/.applied" && mv "$dir/.applied" "$dir/applied"
    echo "failed with exit status $1: $2" >&2
    exit 6
}

is_counting() {
    read -r timer <"$dir/timer"
    [ "$timer" = none ] || kill -0 "$(cat "$dir/watching")" 2>/dev/null
}

until_then() {
    echo "$1" >"$dir/.deadline" && mv "$dir/.deadline" "$dir/deadline"
}

write_files() {
    while read -r number old wanted mode owner path; do
        [ -e "$dir/state.armed" ] || exit 5
        if [ "$wanted" = - ]; then
            rm -f "$path" || exit 1
            continue
        fi
        temporary=${path%/*}/.ostler-guard-$id
        if [ "$old" = - ]; then
            : >"$temporary" && chmod 644 "$temporary" || exit 1
        else
            cp -a "$path" "$temporary" 2>/dev/null || cp -p "$path" "$temporary" || exit 1
        fi
        cat "$dir/wanted/$number" >"$temporary" || exit 1
        [ "$owner" = - ] || chown "$owner" "$temporary" || exit 1
        [ "$mode" = - ] || chmod "$mode" "$temporary" || exit 1
        flush "$temporary"
        mv -f "$temporary" "$path" || exit 1
        [ "$old" != - ] || label "$path"
    done
}

label() {
    if has restorecon; then
        restorecon "$1" 2>/dev/null
    fi
}

# When the living process began, in ticks since boot: with its number it names a process for ever.
began() {
    read -r line 2>/dev/null <"/proc/$1/stat" || return 1
    set -- ${line##*) }
    printf '%s' "${20}"
}

# A command of the change that hangs, or comes later, would change again what is put back.
stop_applier() {
    [ -f "$dir/applier" ] && [ ! -e "$dir/applied" ] || return 0
    read -r leader since <"$dir/applier"
    [ "$(began "$leader")" = "$since" ] || return 0
    members=$(cat /proc/[0-9]*/stat 2>/dev/null |
        sed -n "s/^\([0-9][0-9]*\) (.*) [^ZX] -*[0-9][0-9]* -*[0-9][0-9]* $leader .*\$/\1/p")
    kill -9 $members $leader 2>/dev/null
    echo "9 stopped because the change was taken back" >"$dir/applied"
}


keep() {
    of "$1"
    look
    if [ "$state" = armed ]; then
        read -r status words 2>/dev/null <"$dir/applied" || late "it is not applied yet"
        [ "$status" = 0 ] || late "it could not be applied: $words"
    fi
    mv "$dir/state.armed" "$dir/state.kept" 2>/dev/null
    look
    [ "$state" = kept ] || late "$(tell_state)"
    flush "$dir"
    unhook_boot
    remove_short_way
    echo kept
}

extend() {
    of "$1"
    look
    [ "$state" = armed ] || late "$(tell_state)"
    uptime
    read -r deadline <"$dir/deadline"
    [ "$deadline" -gt "$now" ] || deadline=$now
    until_then $((deadline + $2))
    [ -e "$dir/state.armed" ] || late "it is being restored"
    echo "ends in $((deadline + $2 - now)) seconds"
}

# restore WHY: whoever wins the rename puts everything back; can be repeated by whoever finds it half done.
restore() {
    mv "$dir/state.armed" "$dir/state.restoring" 2>/dev/null || return 0
    echo "$1" >"$dir/why"
    flush "$dir"
    put_back "${2-all}"
}

put_back() {
    stop_applier
    {
        files_back
        if [ "$1" = files ]; then
            ! has netplan || limited "netplan generate"
        else
            reconcile "$dir/dump"
            while read -r line; do
                echo "+ $line"
                limited "$line"
            done <"$dir/back"
            tries=0
            while :; do
                reconcile "$dir/dump"
                dump >"$dir/after"
                cmp -s "$dir/after" "$dir/dump" && break
                [ $tries -lt 5 ] || break
                tries=$((tries + 1))
                sleep 1
            done
        fi
    } >>"$dir/log" 2>&1 </dev/null
    mv "$dir/state.restoring" "$dir/state.restored"
    flush "$dir"
    unhook_boot
    remove_short_way
}

limited() {
    if has timeout && timeout 5 true 2>/dev/null; then
        timeout $patience sh -c "$1" </dev/null
    else
        sh -c "$1" </dev/null
    fi
}

files_back() {
    sed -n 's/^file //p' "$dir/order" | while read -r number old wanted mode owner path; do
        rm -f "${path%/*}/.ostler-guard-$id"
        if [ -e "$dir/saved/$number.absent" ]; then
            rm -f "$path"
        elif [ "$(content_of "$path")" != "$old" ]; then
            temporary=${path%/*}/.ostler-guard-$id
            { cp -a "$dir/saved/$number" "$temporary" 2>/dev/null || cp -p "$dir/saved/$number" "$temporary"; } &&
                mv -f "$temporary" "$path"
            label "$path"
        else
            # The bytes are right; mode and owner may not be.
            chown "$(owner_of "$dir/saved/$number")" "$path" && chmod "$(mode_of "$dir/saved/$number")" "$path"
        fi
        flush "$path" "${path%/*}"
    done
}

owner_of() {
    stat -c '%u:%g' "$1" 2>/dev/null
}

mode_of() {
    stat -c '%a' "$1" 2>/dev/null
}

# Makes the network what the dump says, whatever it is now. Only what is different is touched, and of what came new
# only what this change names: a virtual machine that was started meanwhile keeps its own.
reconcile() {
    saved=$1
    dump >"$dir/now"
    # A tag of "new" or "gone" before each line that is not in both.
    grep -v -x -F -f "$saved" "$dir/now" | sed 's/^/new /' >"$dir/steps"
    grep -v -x -F -f "$dir/now" "$saved" | sed 's/^/gone /' >>"$dir/steps"
    [ -s "$dir/steps" ] || return 0
    links_away
    links_back
    settings_back
    dump >"$dir/now"
    grep -v -x -F -f "$saved" "$dir/now" | grep '^address' | while read -r what name family address rest; do
        ! is_known "$name" || tried ip addr del "$address" dev "$name"
    done
    dump >"$dir/now"
    grep -v -x -F -f "$dir/now" "$saved" | grep '^address' | while read -r what name family words; do
        tried ip addr add $words dev "$name"
    done
    dump >"$dir/now"
    grep -v -x -F -f "$saved" "$dir/now" | grep '^route' | while read -r what family words; do
        device=$(echo "$words" | sed -n 's/.*dev \([^ ]*\).*/\1/p')
        ! is_known "${device:-}" || tried ip "$(version "$family")" route del $words
    done
    # A route may need another one first: what leads to its gateway.
    for round in 1 2; do
        dump >"$dir/now"
        grep -v -x -F -f "$dir/now" "$saved" | grep '^route' | while read -r what family words; do
            tried ip "$(version "$family")" route replace $words
        done
    done
}

tried() {
    echo "+ $*"
    "$@"
}

version() {
    case $1 in
        inet6) echo -6 ;;
        *) echo -4 ;;
    esac
}

is_ours() {
    grep -q -w -F -e "$1" "$dir/order"
}

# A route by several gateways has several devices, and is told as known.
is_known() {
    [ -z "$1" ] || grep -q "^link $1 " "$saved" || is_ours "$1"
}

links_away() {
    sed -n 's/^new ovsport //p' "$dir/steps" | while read -r port word bridge rest; do
        tried ovs --if-exists del-port "$bridge" "$port"
    done
    sed -n 's/^new ovs //p' "$dir/steps" | while read -r bridge; do
        ! is_ours "$bridge" || tried ovs --if-exists del-br "$bridge"
    done
    for kind in vlan bridge bond; do
        sed -n "s/^new $kind //p" "$dir/steps" | while read -r name rest; do
            if is_ours "$name" && ! grep -q "^$kind $name " "$saved"; then
                tried ip link set dev "$name" down
                tried ip link del dev "$name" || brctl delbr "$name" || vconfig rem "$name" ||
                    echo "-$name" >/sys/class/net/bonding_masters
            fi
        done
    done
}

links_back() {
    sed -n 's/^gone bond //p' "$dir/steps" | while read -r name word mode word watch; do
        [ -d "$net/$name" ] || tried ip link add name "$name" type bond || echo "+$name" >"$net/bonding_masters"
        echo "$mode" >"$net/$name/bonding/mode"
        echo "$watch" >"$net/$name/bonding/miimon"
    done
    sed -n 's/^gone bridge //p' "$dir/steps" | while read -r name rest; do
        [ -d "$net/$name" ] || tried ip link add name "$name" type bridge || brctl addbr "$name"
    done
    sed -n 's/^gone vlan //p' "$dir/steps" | while read -r name word tag word below; do
        [ -d "$net/$name" ] || tried ip link add link "$below" name "$name" type vlan id "$tag" ||
            vconfig add "$below" "$tag"
    done
    sed -n 's/^gone ovs //p' "$dir/steps" | while read -r bridge; do
        tried ovs --may-exist add-br "$bridge"
    done
    sed -n 's/^gone ovsport //p' "$dir/steps" | while read -r port word bridge word tag; do
        if [ "$tag" = '[]' ]; then
            tried ovs --may-exist add-port "$bridge" "$port"
        else
            tried ovs --may-exist add-port "$bridge" "$port" "tag=$tag"
        fi
    done
}

settings_back() {
    # What was down has no line; what has one only now goes down again.
    sed -n 's/^new link //p' "$dir/steps" | while read -r name rest; do
        if [ -d "$net/$name" ] && ! grep -q "^link $name " "$saved"; then
            [ "$(master_of "$name")" = - ] || free_from "$name"
            ! is_ours "$name" || tried ip link set dev "$name" down
        fi
    done
    sed -n 's/^gone link //p' "$dir/steps" | while read -r name up word mtu word mac word above; do
        if [ "$(master_of "$name")" != "$above" ]; then
            [ "$(master_of "$name")" = - ] || free_from "$name"
            [ "$above" = - ] || join "$name" "$above"
        fi
        [ "$(cat "$net/$name/mtu")" = "$mtu" ] || tried ip link set dev "$name" mtu "$mtu"
        [ "$mac" = - ] || [ "$(cat "$net/$name/address")" = "$mac" ] || tried ip link set dev "$name" address "$mac"
        tried ip link set dev "$name" "$up"
    done
    # With the tree protocol on, a delay below two seconds is refused.
    sed -n 's/^gone bridge //p' "$dir/steps" | while read -r name word stp word delay; do
        echo "$delay" >"$net/$name/bridge/forward_delay"
        echo "$stp" >"$net/$name/bridge/stp_state"
        echo "$delay" >"$net/$name/bridge/forward_delay"
    done
}

free_from() {
    tried ip link set dev "$1" nomaster || brctl delif "$(master_of "$1")" "$1" ||
        echo "-$1" >"$net/$(master_of "$1")/bonding/slaves"
}

# A bond takes a link only while that is down.
join() {
    [ ! -d "$net/$2/bonding" ] || tried ip link set dev "$1" down
    tried ip link set dev "$1" master "$2" || brctl addif "$2" "$1" || echo "+$1" >"$net/$2/bonding/slaves"
}

revert() {
    of "$1"
    look
    case $state in
        missing) trouble "there is no guard $1" ;;
        armed) restore "asked for" ;;
        restoring) ! is_orphan || put_back all ;;
    esac
    look
    [ "$state" = restored ] || late "$(tell_state)"
    echo restored
}

# Half restored when the host went down: nobody else goes on with it.
is_orphan() {
    read -r then <"$dir/boot"
    [ "$then" != "$boot" ]
}

at_boot() {
    of "$1"
    look
    how=files
    [ "${2-}" != late ] || how=all
    case $state in
        armed)
            ! is_orphan || restore "the host was restarted" $how
            ;;
        restoring)
            ! is_orphan || put_back $how
            ;;
        *) unhook_boot ;;
    esac
}


rescue_card() {
    echo "Ostler is changing the network of this host. If it is out of reach, it restores itself"
    echo "after $seconds seconds from the change on."
    echo
    echo "To undo it now, on the host's own screen, as root:"
    echo
    echo "    sh $base/undo-network"
    echo
    echo "If that fails, by hand:"
    echo
    sed -n 's/^file //p' "$new/order" | while read -r number old wanted mode owner path; do
        if [ "$old" = - ]; then
            echo "    rm -f '$path'"
        else
            echo "    cp -a '$dir/saved/$number' '$path'"
        fi
    done
    sed 's/^/    /' "$new/back"
    echo
    echo "How it was (also in $dir/dump):"
    echo
    sed 's/^/    /' "$new/dump"
}

# A name that can be typed at a console; several changes of one host are never under way at the same time.
write_short_way() {
    printf '#!/bin/sh\nexec %s %s revert %s\n' "$shell" "$dir/guard" "$id" >"$base/undo-network"
    {
        cat "$dir/RESCUE.txt"
        echo
        if [ -s "$dir/hooked" ]; then
            echo "It restores itself when it is restarted meanwhile, too."
        else
            echo "Do not restart it meanwhile: nothing on this host would restore it then."
        fi
    } >"$base/RESCUE.txt"
}

remove_short_way() {
    if grep -q -F "$id" "$base/undo-network" 2>/dev/null; then
        rm -f "$base/undo-network" "$base/RESCUE.txt"
    fi
}

tell_state() {
    echo "$state"
}

tell() {
    of "$1"
    look
    echo "state $state"
    [ "$state" != missing ] || return 0
    applied=no
    [ ! -d "$dir/begun" ] || applied=running
    [ ! -f "$dir/applied" ] || read -r applied <"$dir/applied"
    echo "applied $applied"
    uptime
    read -r deadline <"$dir/deadline"
    echo "left $((deadline - now))"
    [ ! -f "$dir/timer" ] || sed 's/^/timer /' "$dir/timer"
    sed 's/^/boot /' "$dir/hooked" 2>/dev/null || echo "boot none"
    [ ! -f "$dir/why" ] || sed 's/^/why /' "$dir/why"
    if is_orphan; then
        echo "restarted yes"
    else
        echo "restarted no"
    fi
}

# The network made again as it was before a change that was kept; its files are another change's business.
back_to() {
    of "$1"
    [ -f "$dir/dump" ] || trouble "nothing is known here of the change $1"
    reconcile "$dir/dump"
}

verb=${1-}
[ $# -eq 0 ] || shift
case $verb:$# in
    arm:1) arm "$1" ;;
    apply:1) apply "$1" ;;
    keep:1) keep "$1" ;;
    revert:1) revert "$1" ;;
    extend:2) extend "$1" "$2" ;;
    state:1) tell "$1" ;;
    dump:0) dump ;;
    saved:1)
        of "$1"
        cat "$dir/dump"
        ;;
    card:1)
        of "$1"
        cat "$dir/RESCUE.txt"
        ;;
    back:1) back_to "$1" ;;
    watch:1) watch "$1" ;;
    boot:1 | boot:2) at_boot "$@" ;;
    *) trouble "unknown: $verb with $# words" ;;
esac
