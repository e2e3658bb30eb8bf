# shellcheck shell=bash disable=SC2154,SC2034 # variables of scripts/bench, and those that are set for it
# Smoke tests.

# Runs the same program in an image of three platforms, two of them emulated: as one bare build, whose first failure
# cancels the rest, and as a build for each platform, one after another.
smoking() {
  local repository=$1 digest version home architecture
  local -a words=()
  for architecture in amd64 arm64 arm; do
    mkdir -p "$work/smoke/$architecture"
    cp "$MULTIARCH_IT_ROOTS/root-$architecture/bin/busybox" "$work/smoke/$architecture/uname"
  done
  # shellcheck disable=SC2016 # BuildKit's variable
  printf 'FROM scratch\nARG TARGETARCH\nCOPY ${TARGETARCH}/ /bin/\n' >"$work/smoke/Dockerfile"
  docker buildx build --builder "$MULTIARCH_IT_REMOTE_BUILDER" --platform linux/amd64,linux/arm64,linux/arm/v7 \
    --provenance=false --output "type=image,name=$repository:1,push=true" "$work/smoke" >/dev/null 2>&1
  digest=$(crane digest --insecure "$repository:1")
  printf 'FROM %s@%s\nRUN --network=none ["/bin/uname", "-s"]\n' "$repository" "$digest" >"$work/smoke/bare"
  for each in one three; do
    cat >"$work/smoke-$each" <<SMOKE
#!/bin/sh
set -e
for platform in $([ "$each" = one ] && echo linux/amd64,linux/arm64,linux/arm/v7 || echo linux/amd64 linux/arm64 linux/arm/v7); do
  docker buildx build --builder $MULTIARCH_IT_REMOTE_BUILDER --platform \$platform --no-cache --provenance=false - <$work/smoke/bare
done
SMOKE
    chmod +x "$work/smoke-$each"
  done
  words=(-n 'one bare build of 3 platforms' "$work/smoke-one" -n 'a bare build for each platform' "$work/smoke-three")
  while read -r version home; do
    words+=(-n "Java $version, archive"
      "env XDG_CACHE_HOME=$work/cache-$version MULTIARCH_ARCHIVE=on MULTIARCH_JAVA_HOME=$home $work/release/scripts/multiarch smoke $repository:1 --builder $MULTIARCH_IT_REMOTE_BUILDER --same-output -- /bin/uname -s")
  done < <(javas | sort -n)
  hyperfine -N --style none --warmup 1 --runs "$runs" --export-json "$work/json" "${words[@]}" >/dev/null 2>"$work/log" ||
    { cat "$work/log" >&2; exit 4; }
  printf '\n### smoke test of 3 platforms, 2 emulated\n\n| what | median ms | of one build | of a build each |\n|---|---|---|---|\n'
  jq -r '.results as $r | $r[] | "| \(.command) | \(.median * 1000 | round) | \(.median / $r[0].median * 100 | round / 100) | \(.median / $r[1].median * 100 | round / 100) |"' "$work/json"
}
