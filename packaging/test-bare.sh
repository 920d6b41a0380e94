#!/bin/sh
# test-bare - proves that a bare Debian 12 with git needs nothing else: makes
# one in a folder (debootstrap, minbase), clones the repository into it, runs
# `./dev demo` until its address answers, then `./dev test`.
#
#   packaging/test-bare.sh [demo|test|both] [FOLDER]
#
# A FOLDER that holds a Debian already is used as it stands; without one the
# folder is a new one and gone afterwards.  Needs root and debootstrap.  The
# host's package mirrors, certificates and npm settings are taken along, for
# they are the machine's and not the project's.  Mounts and processes live in
# namespaces of their own and end with this script.
set -eu
demo_limit_s=600
case ${1:-both} in
demo | test | both) what=${1:-both} ;;
*)
	echo "usage: packaging/test-bare.sh [demo|test|both] [FOLDER]" >&2
	exit 2
	;;
esac
[ "$(id -u)" = 0 ] || {
	echo "test-bare: must be root" >&2
	exit 2
}
if [ -z "${TEST_BARE_APART:-}" ]; then
	TEST_BARE_APART=yes exec unshare --mount --propagation private \
		--pid --fork --kill-child "$0" "$@"
fi
repo=$(cd "$(dirname "$0")/.." && pwd)
bare=${2:-$(mktemp -d /var/tmp/zabota-bare.XXXXXX)}
say() { echo "test-bare: $*" >&2; }

end() {
	status=$?
	umount -R "$bare/dev" "$bare/sys" "$bare/proc" 2>/dev/null || true
	[ -n "${2:-}" ] || [ $status != 0 ] || rm -rf --one-file-system "$bare"
	exit $status
}
trap 'end "$@"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

make_bare() {
	[ ! -e "$bare/etc/debian_version" ] || return 0
	command -v debootstrap >/dev/null ||
		apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
	say "making a bare Debian 12 in $bare"
	mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources \
		/etc/apt/sources.list.d/*.list 2>/dev/null |
		grep -v '^#' | grep -oE 'https?://[^ ]+' | head -n 1)
	debootstrap --variant=minbase --include=git,ca-certificates \
		bookworm "$bare" "$mirror" >"$bare.log" 2>&1 || {
		tail -n 5 "$bare.log" >&2
		exit 1
	}
	rm -f "$bare.log"
}

# Debian's own sources only: a bare machine has no others.
take_along() {
	for file in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources \
		/etc/apt/apt.conf.d/*registry* /etc/apt/apt.conf.d/*proxy* \
		/etc/npmrc /usr/etc/npmrc /root/.npmrc /etc/resolv.conf \
		/etc/hosts /usr/local/share/ca-certificates/*.crt; do
		[ -e "$file" ] || continue
		mkdir -p "$bare${file%/*}"
		cp -L "$file" "$bare$file"
	done
	[ ! -e /etc/apt/sources.list.d/debian.sources ] ||
		[ -e /etc/apt/sources.list ] || rm -f "$bare/etc/apt/sources.list"
	chroot "$bare" update-ca-certificates >/dev/null 2>&1
}

inside() {
	exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		HOME=/root CI=true \
		NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
		chroot "$bare" /bin/sh -c "$1" </dev/null
}

# Ctrl-C's way out is the same as TERM's.
demo() {
	started=$(date +%s)
	log=$bare/root/demo.log
	rm -rf "$bare/root/zabota"
	inside 'cd && git clone -q repo.git zabota && cd zabota &&
		exec ./dev demo' >"$log" 2>&1 &
	pid=$!
	url=""
	while [ -z "$url" ]; do
		sleep 1
		url=$(grep -oE '^http://127\.0\.0\.1:[0-9]+' "$log" | head -n 1 || true)
		[ $(($(date +%s) - started)) -lt $demo_limit_s ] || break
		kill -0 $pid 2>/dev/null || break
	done
	took=$(($(date +%s) - started))
	for path in healthz ""; do
		if [ -z "$url" ] || ! (inside "curl -fsS $url/$path") >/dev/null; then
			tail -n 30 "$log" >&2
			say "the demo does not answer after $took s"
			exit 1
		fi
	done
	say "the demo answered at $url after $took s"
	kill -TERM $pid
	wait $pid || {
		say "the demo ended with status $?"
		exit 1
	}
}

all_tests() {
	(inside 'cd && { [ -d zabota ] || git clone -q repo.git zabota; } &&
		cd zabota && ./dev test')
}

make_bare
take_along
mount -t proc proc "$bare/proc"
mount --rbind /sys "$bare/sys"
mount --rbind /dev "$bare/dev"
mount -t tmpfs tmpfs "$bare/dev/shm"
rm -rf "$bare/root/repo.git"
git clone -q --bare "$repo" "$bare/root/repo.git"
[ "$what" = test ] || demo
[ "$what" = demo ] || all_tests
