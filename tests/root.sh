# A bare Debian 12 to try things in, sourced: `. tests/root.sh`, then `make_root FOLDER [MIRROR]` and `inside FOLDER COMMAND…`.
# Needs root and the debootstrap package.

# make_root FOLDER [MIRROR]: what debootstrap gives and nothing else; one that is there is taken as it is.
make_root() {
  local root=$1 mirror=${2:-}
  [ "$(id -u)" = 0 ] || { echo "only root can make a root" >&2; exit 1; }
  command -v debootstrap >/dev/null || { echo "install debootstrap first" >&2; exit 1; }
  [ -n "$mirror" ] || mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
    sed -nE 's/^(deb|URIs:) *(\[[^]]*\] *)?([^ ]+).*/\3/p' | head -n 1)
  [ -e "$root/etc/debian_version" ] || debootstrap --variant=minbase bookworm "$root" "$mirror"
  mkdir -p "$root/proc" "$root/dev" "$root/src"
}

# A command with the new root as its own: no chroot, in which the kernel gives nobody a user namespace, as some tests
# want. What is mounted goes with the command.
inside() {
  unshare --mount sh -ec '
    mount --bind "$1" "$1"
    cd "$1"
    mount -t proc proc proc
    mount --bind /dev dev
    mkdir -p host
    pivot_root . host
    umount -l host
    rmdir host
    shift
    exec chroot . "$@"' sh "$@"
}
