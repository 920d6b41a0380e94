#!/bin/sh
# build-deb.sh PROGRAM PAGES FOLDER: writes FOLDER/zabota_VERSION_ARCH.deb with the
# program, the built pages, the service and its manual; prints its path.
set -eu
program=$1 pages=$2 out=$3
here=$(dirname "$0")
version=$("$program" version | awk '{print $2}')
arch=$(dpkg --print-architecture)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"

install -D -m 755 --strip "$program" "$root/usr/bin/zabota"
mkdir -p "$root/usr/share/zabota/pages"
cp -R "$pages/." "$root/usr/share/zabota/pages/"
rm -f "$root/usr/share/zabota/pages/.stamp"
install -D -m 644 "$here/zabota.service" \
	"$root/lib/systemd/system/zabota.service"
install -D -m 644 "$here/zabota.conf" "$root/etc/zabota/zabota.conf"
install -D -m 644 "$here/../docs/config.md" \
	"$root/usr/share/doc/zabota/config.md"
install -D -m 644 "$here/copyright" "$root/usr/share/doc/zabota/copyright"
install -d "$root/usr/share/man/man1"
gzip -9nc "$here/zabota.1" >"$root/usr/share/man/man1/zabota.1.gz"
find "$root" -newermt "@${SOURCE_DATE_EPOCH:-$(date +%s)}" \
	-exec touch -hd "@${SOURCE_DATE_EPOCH:-$(date +%s)}" {} +

# What the program links with names the packages it needs.
mkdir -p "$root/debian"
printf 'Source: zabota\n\nPackage: zabota\nArchitecture: any\n' \
	>"$root/debian/control"
depends=$(cd "$root" && dpkg-shlibdeps -O usr/bin/zabota |
	sed -n 's/^shlibs:Depends=//p')
rm -r "$root/debian"

mkdir "$root/DEBIAN"
cat >"$root/DEBIAN/control" <<TEXT
Package: zabota
Version: $version
Architecture: $arch
Maintainer: The Zabota authors <zabota@localhost>
Depends: $depends, adduser, tzdata
Section: net
Priority: optional
Installed-Size: $(du -sk "$root/usr" | cut -f 1)
Description: communication desk of a private clinic
 Answers patients in Russian at any hour, books, moves and cancels visits,
 reminds people so that they come, and shows the owner what that earns.
TEXT
echo /etc/zabota/zabota.conf >"$root/DEBIAN/conffiles"
install -m 755 "$here/postinst" "$here/prerm" "$root/DEBIAN/"
(cd "$root" && find etc lib usr -type f -exec md5sum {} +) \
	>"$root/DEBIAN/md5sums"
deb=$out/zabota_${version}_$arch.deb
dpkg-deb --root-owner-group --build "$root" "$deb" >/dev/null
echo "$deb"
