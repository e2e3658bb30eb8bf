# shellcheck shell=bash disable=SC2154,SC2034 # variables of scripts/bench, and those that are set for it
# What layers hold.

# An image of four layers of about 75 MB, compressed, of programs and libraries of this machine.
push_layers() {
  local repository=$1 layer
  local -a layers=()
  find /usr/lib /usr/local "$MULTIARCH_STACK_HOME/bin" -xdev -type f -size +100k -size -40M -printf '%s %p\n' 2>/dev/null |
    sort -k 2 | awk -v each=$((180 << 20)) -v work="$work" \
    'sum + $1 > each { layer++; sum = 0 } layer < 4 { sum += $1; print $2 > work "/files-" (layer + 0) }'
  for layer in 0 1 2 3; do
    tar -cf "$work/layer-$layer.tar" -T "$work/files-$layer" 2>/dev/null
    layers+=(-f "$work/layer-$layer.tar")
  done
  crane append --insecure "${layers[@]}" -t "$repository:amd64" >/dev/null 2>&1
  rm "$work"/layer-*.tar
  crane mutate --insecure "$repository:amd64" --set-platform linux/amd64 -t "$repository:amd64" >/dev/null 2>&1
  crane index append --insecure -m "$repository:amd64" -t "$repository:1" >/dev/null 2>&1
  printf '#!/bin/sh\n' >"$work/pigz"
  for layer in $(crane manifest --insecure "$repository:amd64" | jq -r '.layers[].digest'); do
    crane blob --insecure "$repository@$layer" >"$work/${layer#sha256:}.gz"
    echo "pigz -dc $work/${layer#sha256:}.gz >/dev/null" >>"$work/pigz"
  done
  chmod +x "$work/pigz"
}

layers() {
  local repository=$MULTIARCH_IT_REGISTRY/bench/elf sizes
  push_layers "$repository"
  sizes=$(crane manifest --insecure "$repository:amd64" | jq -r '[.layers[].size / 1000000 | round] | join(", ")')
  against "what the programs are, in layers of $sizes MB" 0.65 "pigz -d, one after another" "$work/pigz" \
    verify-index "$repository:1" --policy "$work/elf.yaml"
}
