# shellcheck shell=bash disable=SC2154,SC2034 # variables of scripts/bench, and those that are set for it
# What the archive of loaded classes changes on each Java: it must make no kind of call slower.

archives() {
  local version home kind without
  local -a rows aims calls
  push "$MULTIARCH_IT_REGISTRY/bench/archives"
  [ -e "$work/pigz" ] || push_layers "$MULTIARCH_IT_REGISTRY/bench/elf"
  push "$MULTIARCH_IT_REGISTRY/bench/merge"
  merge_scripts "$MULTIARCH_IT_REGISTRY/bench/merge"
  calls=('--version' "$work/release/scripts/multiarch --version"
    'platforms and config-match' "$work/release/scripts/multiarch verify-index $MULTIARCH_IT_REGISTRY/bench/archives:1 --policy $work/documents.yaml"
    'baseline' "$work/release/scripts/multiarch verify-index $MULTIARCH_IT_REGISTRY/bench/archives:1"
    'merge' "$work/merge --engine native --intents none"
    'layers' "$work/release/scripts/multiarch verify-index $MULTIARCH_IT_REGISTRY/bench/elf:1 --policy $work/elf.yaml")
  while read -r version home; do
    for ((kind = 0; kind < ${#calls[@]}; kind += 2)); do
      without="${calls[kind]}, no archive"
      rows=("$without" "env MULTIARCH_ARCHIVE=off MULTIARCH_JAVA_HOME=$home ${calls[kind + 1]}"
        "${calls[kind]}, archive" "$(java_env "$home") ${calls[kind + 1]}")
      aims=(--aim "${calls[kind]}, archive" "$without" 1)
      scripts/bench.d/rows "$runs" "Java $version: ${calls[kind]}" --peer "$without" "${aims[@]}" -- "${rows[@]}"
    done
  done < <(javas | sort -n)
}
