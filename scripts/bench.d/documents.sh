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
        "Java $version, no archive" "env MULTIARCH_ARCHIVE=off MULTIARCH_JAVA_HOME=$home scripts/multiarch $call")
    done < <(javas | sort -n)
    # The aims are for the newest Java.
    aims=(--aim "$archive" 'imagetools inspect' 2.8)
    [ "$scheme" = TLS ] || aims=(--aim "$archive" 'imagetools inspect' 2.0 --aim "$archive" '17 calls of crane, parallel' 1.4)
    scripts/bench.d/rows "$runs" "$scheme" --peer 'imagetools inspect' --peer '17 calls of crane, parallel' "${aims[@]}" -- "${rows[@]}"
  done
}

# The same far away: a relay before each registry makes a round trip so many milliseconds longer, and a new connection one more.
# The aims are those of issue "Speed", for each scheme and distance: platforms and config-match, then baseline, of crane.
distance() {
  local millis scheme server home
  home=$(javas | sort -n | sed -n '$s/^[^ ]* //p')
  cp -R "$DOCKER_CONFIG" "$work/docker"
  push "$MULTIARCH_IT_REGISTRY/bench/app"
  push "$MULTIARCH_IT_SECURE_REGISTRY/bench/app"
  for scheme in http 'TLS, RSA' 'TLS, ECDSA' 'http, tokens'; do
    for millis in 0 10 40; do
      case $scheme in
        http) server=$MULTIARCH_IT_REGISTRY ;;
        'TLS, RSA') server=$MULTIARCH_IT_SECURE_REGISTRY ;;
        'TLS, ECDSA') ecdsa_registry ;;
        'http, tokens') token_registry "$millis" ;;
      esac
      away "$millis" "$server"
      jq --arg from "$MULTIARCH_IT_SECURE_REGISTRY" --arg to "${server%:*}:$port" \
        'if $to | startswith("127.") then . else .auths[$to] = .auths[$from] end' "$DOCKER_CONFIG/config.json" >"$work/docker/config.json"
      DOCKER_CONFIG=$work/docker far "$scheme" "$millis" "${server%:*}:$port/bench/app" "$home"
      stop "$pid"
    done
  done
}

far() {
  local scheme=$1 millis=$2 repository=$3 home=$4 call crane='17 calls of crane, parallel'
  local -a aims=()
  crane_calls "$repository" far
  regctl_calls "$repository" "$scheme"
  call=$(launched "$home" verify-index "$repository:1")
  case $scheme-$millis in
    http-0) aims=(--aim 'platforms and config-match' "$crane" 1.4) ;;
    http-10) aims=(--aim 'platforms and config-match' "$crane" 1.0) ;;
    http-40) aims=(--aim 'platforms and config-match' "$crane" 0.7 --aim baseline "$crane" 0.9) ;;
    TLS*-10) aims=(--aim 'platforms and config-match' "$crane" 1.4) ;;
    TLS*-40) aims=(--aim 'platforms and config-match' "$crane" 1.0 --aim baseline "$crane" 1.2) ;;
  esac
  scripts/bench.d/rows "$runs" "$scheme, $millis ms away" --relay "$work/relay.log" --peer "$crane" "${aims[@]}" -- \
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

# Starts a registry with this configuration, which follows its address: sets server.
serve() {
  local name=$1 host=$2
  server=$host:$(free_port)
  printf 'version: 0.1\nlog: {level: error}\n%s\n' "$3" | sed "s/ADDRESS/127.0.0.1:${server##*:}/" >"$work/$name.yml"
  registry serve "$work/$name.yml" >"$work/$name.log" 2>&1 &
  pids+=("$!")
  until curl -sk -o /dev/null "$4://127.0.0.1:${server##*:}/v2/"; do sleep 0.1; done
}

# The secure registry once more, with a key on P-256: sets server.
ecdsa_registry() {
  local tls=${MULTIARCH_IT_SECURE_CA%/*} host=${MULTIARCH_IT_SECURE_REGISTRY%:*}
  if [ -z "${ecdsa:-}" ]; then
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$work/ec.key" -subj "/CN=$host" -out "$work/ec.csr" 2>/dev/null
    printf 'subjectAltName=DNS:%s\n' "$host" >"$work/ec.ext"
    openssl x509 -req -in "$work/ec.csr" -CA "$MULTIARCH_IT_SECURE_CA" -CAkey "$tls/ca.key" -CAserial "$work/ec.srl" -CAcreateserial -days 2 \
      -extfile "$work/ec.ext" -out "$work/ec.pem" 2>/dev/null
    serve ecdsa "$host" "storage: {filesystem: {rootdirectory: $MULTIARCH_STACK_HOME/data/registry-secure}}
http: {addr: \"ADDRESS\", tls: {certificate: $work/ec.pem, key: $work/ec.key}}
auth: {htpasswd: {realm: bench, path: $MULTIARCH_STACK_HOME/htpasswd}}" https
    ecdsa=$server
  fi
  server=$ecdsa
}

# The plain registry once more, which sends its clients to a token server as far away: sets server.
token_registry() {
  if [ ! -e "$work/token.key" ]; then
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/token.key" -subj /CN=bench -days 2 -out "$work/token.pem" 2>/dev/null
    tokens=$(free_port)
    scripts/bench.d/token-server "$tokens" "$work/token.key" "$work/token.pem" 2>"$work/tokens.log" &
    pids+=("$!")
    until curl -s -o /dev/null "http://127.0.0.1:$tokens/token?service=bench"; do sleep 0.1; done
  fi
  away "$1" "127.0.0.1:$tokens" "$work/tokens.relay"
  serve "tokens-$1" 127.0.0.1 "storage: {filesystem: {rootdirectory: $MULTIARCH_STACK_HOME/data/registry}}
http: {addr: \"ADDRESS\"}
auth: {token: {realm: \"http://localhost:$port/token\", service: bench, issuer: bench, rootcertbundle: $work/token.pem}}" http
}
