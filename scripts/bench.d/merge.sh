# shellcheck shell=bash disable=SC2154,SC2034 # variables of scripts/bench, and those that are set for it
# Merge and promotion.

# The scripts of both ways: repository, and words for merge, which takes the engine.
merge_scripts() {
  local repository=$1 platform leg
  local -a legs=()
  for platform in $platforms; do
    leg=$repository@$(crane digest --insecure "$repository:${platform//\//-}")
    legs+=("$leg")
  done
  cat >"$work/create" <<CREATE
#!/bin/sh
exec docker buildx imagetools create -t "$repository:bare-\$(date +%s%N)" ${legs[*]}
CREATE
  cat >"$work/merge" <<MERGE
#!/bin/sh
exec $work/release/scripts/multiarch merge --image $repository ${*:2} ${legs[*]/#/--from } --tag "m-\$(date +%s%N)" \\
  --policy $work/documents.yaml --journal $work/journal.jsonl "\$@"
MERGE
  chmod +x "$work/create" "$work/merge"
}

# Merge, verdict and promotion of 8 legs, next to a bare imagetools create of the same digests. Each call moves a separate tag,
# as one that points there already would save the move.
merging() {
  local version home engine millis
  local -a words=() aims=()
  push "$1"
  merge_scripts "$1"
  words=('docker buildx imagetools create' "$work/create")
  while read -r version home; do
    for engine in imagetools native; do
      words+=("Java $version, $engine" "$(java_env "$home") $work/merge --engine $engine --intents none")
    done
    words+=("Java $version, native, intents in the registry" "$(java_env "$home") $work/merge --engine native --intents registry")
    # The aims are for the newest.
    aims=(--aim "Java $version, native" 'docker buildx imagetools create' 2.2
      --aim "Java $version, imagetools" 'docker buildx imagetools create' 3.0)
  done < <(javas | sort -n)
  scripts/bench.d/rows "$runs" 'merge, verdict and promotion of 8 legs' --peer 'docker buildx imagetools create' \
    "${aims[@]}" -- "${words[@]}"
  push "$MULTIARCH_IT_SECURE_REGISTRY/bench/merge"
  for millis in 10 40; do
    there "$millis" merging_there "$millis"
  done
}

# The same far away, with the newest Java.
merging_there() {
  local millis=$1 scheme call
  call="$(java_env "$(javas | sort -n | sed -n '$s/^[^ ]* //p')") $work/merge --intents none --engine"
  for scheme in http TLS; do
    case $scheme in
      http)
        plain_registry
        merge_scripts "$server/bench/merge" --insecure-registry "$server"
        ;;
      TLS)
        secure_registry RSA
        merge_scripts "$server/bench/merge"
        ;;
    esac
    scripts/bench.d/rows "$runs" "merge, verdict and promotion of 8 legs, $scheme, $millis ms away" \
      --connections "$work/connections" --peer 'docker buildx imagetools create' -- \
      'docker buildx imagetools create' "$work/create" imagetools "$call imagetools" native "$call native"
  done
}
