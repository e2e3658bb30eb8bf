# shellcheck shell=bash disable=SC2154,SC2034 # variables of scripts/bench, and those that are set for it
# Registries far away: scripts/distance makes the way, and says in HERE where servers listen and in THERE where they are met.

# Runs a function of these files, so many milliseconds away from the servers that it starts: milliseconds, function, arguments.
# They have a separate network, and end with it.
there() {
  local millis=$1
  shift
  : >"$work/connections"
  cp -R "${DOCKER_CONFIG:?}/." "$work/docker"
  export runs work platforms
  # shellcheck disable=SC2016 # for the shell that is started
  DOCKER_CONFIG=$work/docker \
    unshare --net --mount --pid --fork --kill-child --mount-proc scripts/distance "$millis" "$work/connections" -- \
    bash -euo pipefail -c 'for file in scripts/bench.d/*.sh; do . "$file"; done; "$@"' bench "$@"
}

# Starts a registry with what follows its address in the configuration: sets server.
serve() {
  local name=$1 host=$2 port
  port=$(free_port)
  server=$host:$port
  printf 'version: 0.1\nlog: {level: error}\n%s\n' "$3" | sed "s/ADDRESS/$HERE:$port/" >"$work/$name.yml"
  registry serve "$work/$name.yml" >"$work/$name.log" 2>&1 &
  until curl -sk -o /dev/null "$4://$HERE:$port/v2/"; do sleep 0.1; done
}

# buildx speaks plain http to loopback alone, but for what its builder's settings say: sets server.
plain_registry() {
  serve plain "$THERE" "storage: {filesystem: {rootdirectory: $MULTIARCH_STACK_HOME/data/registry}}
http: {addr: \"ADDRESS\"}" http
  plain_builder
}

plain_builder() {
  printf '[registry."%s"]\n  http = true\n' "$server" >"$work/builder.toml"
  docker buildx rm -f far >/dev/null 2>&1 || true
  docker buildx create --name far --driver docker-container --buildkitd-config "$work/builder.toml" >/dev/null
  export BUILDX_BUILDER=far
}

# The secure registry, with its key or with one on P-256: sets server.
secure_registry() {
  local tls=${MULTIARCH_IT_SECURE_CA%/*} host=${MULTIARCH_IT_SECURE_REGISTRY%:*} pair
  pair="certificate: $tls/server.pem, key: $tls/server.key"
  [ "$1" = RSA ] || {
    elliptic_key "$tls" "$host"
    pair="certificate: $work/ec.pem, key: $work/ec.key"
  }
  named_there
  serve "$1" "$host" "storage: {filesystem: {rootdirectory: $MULTIARCH_STACK_HOME/data/registry-secure}}
http: {addr: \"ADDRESS\", tls: {$pair}}
auth: {htpasswd: {realm: bench, path: $MULTIARCH_STACK_HOME/htpasswd}}" https
  jq --arg from "$MULTIARCH_IT_SECURE_REGISTRY" --arg to "$server" '.auths[$to] = .auths[$from]' \
    "$DOCKER_CONFIG/config.json" >"$work/logins"
  mv "$work/logins" "$DOCKER_CONFIG/config.json"
  unset BUILDX_BUILDER
}

# The registry's name, and one for the token server, which crane does not follow to an address.
named_there() {
  local host=${MULTIARCH_IT_SECURE_REGISTRY%:*}
  ! grep -q "^$THERE" /etc/hosts || return 0
  { grep -v "[[:space:]]$host\b" /etc/hosts; echo "$THERE $host tokens.multiarch.test"; } >"$work/hosts"
  mount --bind "$work/hosts" /etc/hosts
}

elliptic_key() {
  [ ! -e "$work/ec.pem" ] || return 0
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$work/ec.key" -subj "/CN=$2" -out "$work/ec.csr" 2>/dev/null
  printf 'subjectAltName=DNS:%s\n' "$2" >"$work/ec.ext"
  openssl x509 -req -in "$work/ec.csr" -CA "$MULTIARCH_IT_SECURE_CA" -CAkey "$1/ca.key" -CAserial "$work/ec.srl" -CAcreateserial -days 2 \
    -extfile "$work/ec.ext" -out "$work/ec.pem" 2>/dev/null
}

# The plain registry, which sends its clients to a token server as far away: sets server.
token_registry() {
  local tokens
  [ -e "$work/token.key" ] ||
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/token.key" -subj /CN=bench -days 2 -out "$work/token.pem" 2>/dev/null
  named_there
  tokens=$(free_port)
  scripts/bench.d/token-server "$HERE:$tokens" "$work/token.key" "$work/token.pem" 2>"$work/tokens.log" &
  until curl -s -o /dev/null "http://$HERE:$tokens/token?service=bench"; do sleep 0.1; done
  serve tokens "$THERE" "storage: {filesystem: {rootdirectory: $MULTIARCH_STACK_HOME/data/registry}}
http: {addr: \"ADDRESS\"}
auth: {token: {realm: \"http://tokens.multiarch.test:$tokens/token\", service: bench, issuer: bench, rootcertbundle: $work/token.pem}}" http
  plain_builder
}
