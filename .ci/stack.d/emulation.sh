# shellcheck shell=bash
# Root folders for images without a hub, and QEMU for arm64 and arm. Sourced by ../stack.

# Package lists of their own: adding foreign architectures to the machine would change what every
# later apt-get on it does.
fetch_busybox() { # folder, Debian architectures...
  local folder=$1 name packages=() options
  shift
  options=(-o "Dir::State::lists=$folder/lists" -o "APT::Architectures=$(tr ' ' , <<<"$*")" -o APT::Sandbox::User=root)
  mkdir -p "$folder/lists/partial"
  for name in "$@"; do packages+=("busybox-static:$name"); done
  cd "$folder" || return
  apt-get "${options[@]}" update -qq || true # a list out of step with its mirror; download tells
  apt-get "${options[@]}" download -qq "${packages[@]}"
}

make_root() { # package, root folder, program that lists the applets
  local applet
  mkdir -p "$2.deb" "$2/bin" "$2/etc" "$2/root" "$2/tmp" "$2/usr/bin" "$2/var/tmp"
  dpkg-deb -x "$1" "$2.deb"
  chmod 1777 "$2/tmp" "$2/var/tmp"
  cp "$2.deb/bin/busybox" "$2/bin/busybox"
  for applet in $("$3" --list); do
    [ "$applet" = busybox ] || ln -s busybox "$2/bin/$applet"
  done
  ln -s ../../bin/env "$2/usr/bin/env"
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$2/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$2/etc/group"
  rm -rf "$2.deb"
}

make_roots() {
  local work
  work=$(mktemp -d "$STACK_HOME/build.XXXXXX")
  fetch_busybox "$work" amd64 arm64 armhf
  make_root "$work"/busybox-static_*_amd64.deb "$work/roots/root-amd64" "$work/roots/root-amd64/bin/busybox"
  make_root "$work"/busybox-static_*_arm64.deb "$work/roots/root-arm64" "$work/roots/root-amd64/bin/busybox"
  make_root "$work"/busybox-static_*_armhf.deb "$work/roots/root-arm" "$work/roots/root-amd64/bin/busybox"
  rm -rf "$STACK_HOME/roots"
  mv "$work/roots" "$STACK_HOME/roots"
  rm -rf "$work"
}

image_roots() {
  if is_stamped roots 1 && [ -d "$STACK_HOME/roots" ]; then return; fi
  step 'busybox roots' 'is the Debian mirror reached? Then run .ci/stack up again' make_roots
  stamp roots 1
}

register_emulator() { # name, as in /usr/lib/binfmt.d
  local line
  line=$(cat "/usr/lib/binfmt.d/$1.conf") || return 1
  # C: a setuid program keeps its rights. F, already there: the kernel opens QEMU now, so that it
  # works inside containers that have no such file.
  printf '%s' "${line%:*}:OPFC" >"$BINFMT/register"
  # Only what this script registered is taken away by `down`, and only while the kernel still runs.
  echo "$1 $(cat /proc/sys/kernel/random/boot_id)" >>"$STACK_RUN/binfmt"
}

emulation() {
  local name root
  if [ ! -e "$BINFMT/register" ]; then
    step 'mount binfmt_misc' "mount -t binfmt_misc binfmt_misc $BINFMT, as root, on a kernel that has it" \
      mount -t binfmt_misc binfmt_misc "$BINFMT"
  fi
  for name in qemu-aarch64 qemu-arm; do
    if [ ! -e "$BINFMT/$name" ]; then
      step "register $name" 'apt-get install --reinstall qemu-user-static' register_emulator "$name"
    fi
    grep -q '^flags:.*F' "$BINFMT/$name" ||
      die "$name is registered without the flag F, and not by this script" "echo -1 >$BINFMT/$name; .ci/stack up"
  done
  for root in arm64:aarch64 arm:armv7l; do # an entry is not a proof; running something is
    [ "$(chroot "$STACK_HOME/roots/root-${root%:*}" /bin/uname -m)" = "${root#*:}" ] ||
      die "programs of root-${root%:*} don't run here" "look at $BINFMT/qemu-* and qemu-user-static"
  done
}

unregister_emulation() {
  local name boot
  [ -e "$STACK_RUN/binfmt" ] || return 0
  while read -r name boot; do
    if [ "$boot" = "$(cat /proc/sys/kernel/random/boot_id)" ] && [ -e "$BINFMT/$name" ]; then
      echo -1 >"$BINFMT/$name"
      say "$name: unregistered"
    fi
  done <"$STACK_RUN/binfmt"
  rm -f "$STACK_RUN/binfmt"
}
