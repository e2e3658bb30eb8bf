# shellcheck shell=bash disable=SC2154,SC2034 # variables of scripts/bench, and those that are set for it
# The documents of one index, here and far away.

documents() {
  local registry scheme repository version home call archive
  local -a rows aims
  for registry in "http $MULTIARCH_IT_REGISTRY" "TLS $MULTIARCH_IT_SECURE_REGISTRY"; do
    scheme=${registry%% *}
    repository=${registry#* }/bench/app
    push "$repository"
    crane_calls "$repository" "$scheme"
    rows=('imagetools inspect' "docker buildx imagetools inspect $repository:1"
      '17 calls of crane, parallel' "$work/crane-$scheme")
    while read -r version home; do
      call="verify-index $repository:1 --policy $work/documents.yaml"
      archive="Java $version, archive"
      # shellcheck disable=SC2086 # words
      rows+=("$archive" "$(launched "$home" $call)"
        "Java $version, no archive" "env MULTIARCH_ARCHIVE=off MULTIARCH_JAVA_HOME=$home $work/release/scripts/multiarch $call")
    done < <(javas | sort -n)
    # The aims are for the newest Java.
    aims=(--aim "$archive" 'imagetools inspect' 2.8)
    [ "$scheme" = TLS ] || aims=(--aim "$archive" 'imagetools inspect' 2.0 --aim "$archive" '17 calls of crane, parallel' 1.4)
    scripts/bench.d/rows "$runs" "$scheme" --peer 'imagetools inspect' --peer '17 calls of crane, parallel' "${aims[@]}" -- "${rows[@]}"
  done
}

# The same far away: in a separate network, where scripts/distance makes each way of a packet take its time. The registries are
# started there once more. The aims are those of issue "Speed", for each scheme and distance: platforms and config-match, then
# baseline, of crane.
distance() {
  local millis
  push "$MULTIARCH_IT_REGISTRY/bench/app"
  push "$MULTIARCH_IT_SECURE_REGISTRY/bench/app"
  for millis in 0 10 40; do
    there "$millis" documents_there "$millis"
  done
}

documents_there() {
  local millis=$1 scheme home
  home=$(javas | sort -n | sed -n '$s/^[^ ]* //p')
  for scheme in http 'TLS, RSA' 'TLS, ECDSA' 'http, tokens'; do
    case $scheme in
      http) plain_registry ;;
      'TLS, RSA') secure_registry RSA ;;
      'TLS, ECDSA') secure_registry ECDSA ;;
      'http, tokens') token_registry ;;
    esac
    far "$scheme" "$millis" "$server/bench/app" "$home"
  done
}

far() {
  local scheme=$1 millis=$2 repository=$3 home=$4 call crane='17 calls of crane, parallel'
  local -a aims=() plain=()
  crane_calls "$repository" far
  regctl_calls "$repository" "$scheme"
  case $scheme in http*) plain=(--insecure-registry "${repository%%/*}" --insecure-registry tokens.multiarch.test) ;; esac
  call=$(launched "$home" verify-index "$repository:1" "${plain[@]}")
  case $scheme-$millis in
    http-0) aims=(--aim 'platforms and config-match' "$crane" 1.4) ;;
    http-10) aims=(--aim 'platforms and config-match' "$crane" 1.0) ;;
    http-40) aims=(--aim 'platforms and config-match' "$crane" 0.7 --aim baseline "$crane" 0.9) ;;
    TLS*-10) aims=(--aim 'platforms and config-match' "$crane" 1.4) ;;
    TLS*-40) aims=(--aim 'platforms and config-match' "$crane" 1.0 --aim baseline "$crane" 1.2) ;;
  esac
  scripts/bench.d/rows "$runs" "$scheme, $millis ms away" --connections "$work/connections" --peer "$crane" "${aims[@]}" -- \
    'imagetools inspect (the index alone)' "docker buildx imagetools inspect $repository:1" \
    "$crane" "$work/crane-far" \
    '9 calls of regctl, parallel' "$work/regctl-far" \
    'platforms and config-match' "$call --policy $work/documents.yaml" \
    'baseline' "$call"
}

# The same 17 documents by regctl, which reads a manifest and its config in one call.
regctl_calls() {
  local repository=$1 host=
  case $2 in http*) host="--host reg=${repository%%/*},tls=disabled" ;; esac
  {
    echo '#!/bin/sh'
    echo "regctl $host manifest get --format raw-body $repository:1 >/dev/null"
    echo "xargs -P 8 -I{} regctl $host image config $repository@{} <$work/legs-far >/dev/null"
  } >"$work/regctl-far"
  chmod +x "$work/regctl-far"
}
