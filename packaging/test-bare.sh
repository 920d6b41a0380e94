#!/bin/sh
# test-bare - proves that a bare Debian 12 with git needs nothing else: makes
# one in a folder (debootstrap, minbase), clones the repository into it, runs
# `./dev demo` until it answers, then `./dev test`.
#
#   packaging/test-bare.sh [demo|test|both] [FOLDER]
#
# Needs root and debootstrap.  The host's package mirrors, certificates and npm
# settings are taken along, for they are the machine's and not the project's.
set -eu
repo=$(cd "$(dirname "$0")/.." && pwd)
what=${1:-both}
bare=${2:-$(mktemp -d /var/tmp/zabota-bare.XXXXXX)}
limit_s=600

[ "$(id -u)" = 0 ] || {
	echo "test-bare: must be root" >&2
	exit 2
}
command -v debootstrap >/dev/null ||
	apt-get install -y -qq --no-install-recommends debootstrap >/dev/null

mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources \
	/etc/apt/sources.list.d/*.list 2>/dev/null |
	grep -vE '^#' | grep -oE 'https?://[^ ]+' | head -n 1)

finish() {
	for m in dev/pts dev/shm dev proc sys; do
		umount -l "$bare/$m" 2>/dev/null || true
	done
}
trap finish EXIT INT TERM

if [ ! -e "$bare/etc/debian_version" ]; then
	echo "test-bare: making a bare Debian 12 in $bare" >&2
	debootstrap --variant=minbase --include=git,ca-certificates \
		bookworm "$bare" "$mirror" >"$bare.log" 2>&1 ||
		{ tail -n 5 "$bare.log" >&2; exit 1; }
fi
# Only Debian's own sources: a bare machine has no others.
mkdir -p "$bare/etc/apt/sources.list.d"
for f in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
	[ ! -e "$f" ] || cp "$f" "$bare$f"
done
for f in /etc/apt/apt.conf.d/*registry* /etc/apt/apt.conf.d/*proxy* \
	/etc/npmrc /usr/etc/npmrc /usr/local/etc/npmrc /root/.npmrc \
	/etc/resolv.conf /etc/hosts; do
	[ ! -e "$f" ] || { mkdir -p "$bare${f%/*}" && cp -L "$f" "$bare$f"; }
done
mkdir -p "$bare/usr/local/share/ca-certificates"
cp -L /usr/local/share/ca-certificates/*.crt \
	"$bare/usr/local/share/ca-certificates/" 2>/dev/null || true
mount -t proc proc "$bare/proc"
mount --rbind /sys "$bare/sys"
mount --rbind /dev "$bare/dev"
chroot "$bare" update-ca-certificates >/dev/null 2>&1 || true

rm -rf "$bare/root/zabota" "$bare/root/repo.git"
git clone -q --bare "$repo" "$bare/root/repo.git"
inside() {
	env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		HOME=/root LANG=C.UTF-8 \
		NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
		chroot "$bare" /bin/sh -c "$1"
}

demo() {
	start=$(date +%s)
	inside 'cd /root && git clone -q repo.git zabota && cd zabota &&
		exec setsid ./dev demo --listen 127.0.0.1:0' \
		>"$bare.demo.log" 2>&1 &
	pid=$!
	url=""
	while [ -z "$url" ]; do
		url=$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$bare.demo.log" |
			head -n 1 || true)
		[ $(($(date +%s) - start)) -lt $limit_s ] || break
		kill -0 $pid 2>/dev/null || break
		[ -n "$url" ] || sleep 1
	done
	if [ -z "$url" ] || ! curl -fsS "$url/healthz" >/dev/null; then
		tail -n 30 "$bare.demo.log" >&2
		echo "test-bare: the demo did not start" >&2
		kill -TERM $pid 2>/dev/null || true
		exit 1
	fi
	echo "test-bare: the demo answered at $url after" \
		"$(($(date +%s) - start)) s"
	# the server is the child of the shell that setsid started
	for child in $(pgrep -f "zabota serve.*127.0.0.1:0" || true); do
		[ "$(readlink "/proc/$child/root")" != "$bare" ] ||
			kill -TERM "$child"
	done
	wait $pid || true
}

all_tests() {
	inside 'cd /root && { [ -d zabota ] || git clone -q repo.git zabota; } &&
		cd zabota && CI=true ./dev test' </dev/null
}

case $what in
demo) demo ;;
test) all_tests ;;
both)
	demo
	all_tests
	;;
*)
	echo "usage: packaging/test-bare.sh [demo|test|both] [FOLDER]" >&2
	exit 2
	;;
esac
