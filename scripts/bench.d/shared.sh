# shellcheck shell=bash disable=SC2154,SC2034 # variables of scripts/bench, and those that are set for it
# What several parts of scripts/bench use.

# name, feature version and home of each Java here
javas() {
  local home
  for home in /usr/lib/jvm/* "${MULTIARCH_IT_JAVA21:-}"; do
    if [ -L "$home" ] || [ ! -x "$home/bin/java" ] || [ ! -r "$home/release" ]; then continue; fi
    sed -n "s,^JAVA_VERSION=\"\([0-9]*\).*,\1 $home,p" "$home/release"
  done
}

# Calls until what is made behind its back is there, and says where the jar is.
warm() {
  local i
  mkdir -p "$work/cache-$1"
  XDG_CACHE_HOME=$work/cache-$1 MULTIARCH_ARCHIVE=on MULTIARCH_JAVA_HOME=$2 "$work/release/scripts/multiarch" --version >/dev/null
  for ((i = 0; i < 1800; i++)); do
    [ -z "$(find "$work/cache-$1" -name '*.[0-9]*' -type f -path '*/archives/*' ! -path '*.d/*')" ] || return 0
    sleep 0.1
  done
  echo "bench: no archive was made with $2" >&2
  exit 4
}

# An index of 8 images: with their manifests and configs it is 17 documents.
push() {
  local repository=$1 platform leg
  local -a legs=()
  mkdir -p "$work/tree"
  for platform in $platforms; do
    echo "$platform" >"$work/tree/platform"
    tar -C "$work/tree" -cf "$work/layer.tar" platform
    leg=$repository:${platform//\//-}
    crane append --insecure -f "$work/layer.tar" -t "$leg" >/dev/null 2>&1
    crane mutate --insecure "$leg" --set-platform "$platform" -t "$leg" >/dev/null 2>&1
    legs+=(-m "$leg")
  done
  crane index append --insecure "${legs[@]}" -t "$repository:1" >/dev/null 2>&1
}

# The same 17 documents by parallel calls of crane.
crane_calls() {
  local repository=$1 script=$work/crane-$2
  crane manifest --insecure "$repository:1" | jq -r '.manifests[].digest' >"$work/legs-$2"
  {
    echo '#!/bin/sh'
    echo "crane manifest --insecure $repository:1 >/dev/null"
    echo "xargs -P 8 -I{} sh -c 'crane manifest --insecure $repository@{} >/dev/null &" \
      "crane config --insecure $repository@{} >/dev/null; wait' <$work/legs-$2"
  } >"$script"
  chmod +x "$script"
}

# What users run: a release, with its jar, in $work/release.
release() {
  local version
  local -a built=(target/launch/multiarch-*.jar)
  mkdir -p "$work/release/dist"
  cp -R scripts pom.xml "$work/release/"
  version=$(sed -n 's#^  <version>\(.*\)</version>$#\1#p' pom.xml)
  cp "${built[0]}" "$work/release/dist/multiarch-$version.jar"
  (cd "$work/release/dist" && sha256sum "multiarch-$version.jar" >"multiarch-$version.jar.sha256" && echo "$version" >version)
  sleep 3 # until nothing of it was written a moment ago
}

# What a call is begun with that runs on this Java, with its archive.
java_env() {
  local version
  version=$(javas | sed -n "s,^\([0-9]*\) $1\$,\1,p")
  echo "env XDG_CACHE_HOME=$work/cache-$version MULTIARCH_ARCHIVE=on MULTIARCH_JAVA_HOME=$1"
}

# A whole call: the Java's home, then the words.
launched() {
  echo "$(java_env "$1") $work/release/scripts/multiarch ${*:2}"
}

# Ends what this run has started.
stop() {
  local each
  local -a others=()
  for each in "${pids[@]}"; do
    if [ "$each" = "$1" ]; then kill "$each" 2>/dev/null || true; else others+=("$each"); fi
  done
  pids=("${others[@]}")
}

# A table of one peer and of a command on each Java here: title, aim, the peer's name and words, then the command's.
against() {
  local title=$1 aim=$2 name=$3 peer=$4 version home newest
  shift 4
  local -a words=("$name" "$peer")
  while read -r version home; do
    newest="Java $version, archive"
    words+=("$newest" "$(launched "$home" "$@")")
  done < <(javas | sort -n)
  scripts/bench.d/rows $(((runs + 4) / 5)) "$title" --peer "$name" --aim "$newest" "$name" "$aim" -- "${words[@]}"
}

# A port that is free now.
free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
