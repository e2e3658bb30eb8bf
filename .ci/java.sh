# shellcheck shell=bash
# Where Java is. Sourced by run and long.

# The folder of a Java of that version: named by the environment, or installed where distributions put it.
java_home() {
  local version=$1 variable home
  for variable in "JAVA_HOME_${version}_X64" "JAVA_HOME_${version}_ARM64" JAVA_HOME; do
    home=${!variable:-}
    if [ -n "$home" ] && grep -q "^JAVA_VERSION=\"${version}[.\"]" "$home/release" 2>/dev/null; then
      echo "$home"
      return
    fi
  done
  for home in /usr/lib/jvm/*; do
    if [ -x "$home/bin/javac" ] && grep -q "^JAVA_VERSION=\"${version}[.\"]" "$home/release" 2>/dev/null; then
      echo "$home"
      return
    fi
  done
}
