# shellcheck shell=bash disable=SC2154,SC2034 # variables of scripts/bench, and those that are set for it
# Images from elsewhere.

# A leg of 1 GB, taken from another repository of its registry, and from another registry.
copies() {
  local source=$MULTIARCH_IT_REGISTRY/bench/large:amd64 port far pid layer
  local -a layers=()
  for layer in 0 1 2 3; do
    head -c $((256 << 20)) /dev/urandom >"$work/part-$layer"
    tar -C "$work" -cf - "part-$layer" | gzip -1 >"$work/large-$layer.tgz"
    rm "$work/part-$layer"
    layers+=(-f "$work/large-$layer.tgz")
  done
  crane append --insecure "${layers[@]}" -t "$source" >/dev/null 2>&1
  rm "$work"/large-*.tgz
  crane mutate --insecure "$source" --set-platform linux/amd64 -t "$source" >/dev/null 2>&1
  port=$(free_port)
  far=127.0.0.1:$port
  printf 'version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: %s}}\nhttp: {addr: "%s"}\n' \
    "$work/far" "$far" >"$work/far.yml"
  registry serve "$work/far.yml" >"$work/far.log" 2>&1 &
  pid=$!
  pids+=("$pid")
  until crane catalog --insecure "$far" >/dev/null 2>&1; do sleep 0.1; done
  # Each copy goes to a repository that has nothing yet.
  cat >"$work/ours" <<COPY
#!/bin/sh
exec $work/release/scripts/multiarch merge --image "\$1/bench/ours-\$(date +%s%N)" --no-promote --policy "$work/documents.yaml" \\
  --engine native --from "$source"
COPY
  cat >"$work/regctl" <<COPY
#!/bin/sh
exec regctl --host reg=$MULTIARCH_IT_REGISTRY,tls=disabled --host reg=$far,tls=disabled image copy \\
  "$source" "\$1/bench/regctl-\$(date +%s%N):1"
COPY
  chmod +x "$work/ours" "$work/regctl"
  printf '\n### a leg of 1 GB from elsewhere\n\n'
  printf 'mounted across repositories: %s\n\n' "$("$work/ours" "$MULTIARCH_IT_REGISTRY" 2>&1 | sed -n 's/.*\(blobs: .*\)/\1/p')"
  hyperfine -N --style none --warmup 1 --runs $(((runs + 4) / 5)) --export-json "$work/json" \
    -n 'regctl image copy' "$work/regctl $far" -n 'multiarch merge --from, judged' "$work/ours $far" >/dev/null 2>"$work/log" ||
    { cat "$work/log" >&2; exit 4; }
  printf '| across registries | median s | speed of regctl |\n|---|---|---|\n'
  jq -r '.results as $r | $r[] | "| \(.command) | \(.median * 10 | round / 10) | \($r[0].median / .median * 100 | round / 100) |"' "$work/json"
  echo
  jq -r '.results as $r | "aim: no blob is sent across repositories; across registries at least 0.8 of regctl: \($r[0].median / $r[1].median * 100 | round / 100)"' "$work/json"
  stop "$pid"
}
