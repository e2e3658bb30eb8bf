# shellcheck shell=bash
# The daemons: three registries, fake-gcs-server, buildkitd, containerd, dockerd. Sourced by ../stack.

# Its own name for the registry with TLS: buildx and BuildKit speak plain http to localhost
# unless a builder's settings say otherwise, and a remote builder has none on the client's side.
secure_name() {
  ! grep -qE "^127\.0\.0\.1[[:space:]].*\b$SECURE_NAME\b" /etc/hosts || return 0
  printf '127.0.0.1 %s # multiarch-action .ci/stack\n' "$SECURE_NAME" >>/etc/hosts
  touch "$STACK_RUN/hosts" # it is ours to take away again
}

forget_secure_name() {
  [ -e "$STACK_RUN/hosts" ] || return 0
  # Not with sed -i: where /etc/hosts is a mount, it can be written but not replaced.
  grep -v '# multiarch-action \.ci/stack$' /etc/hosts >"$STACK_RUN/hosts"
  cat "$STACK_RUN/hosts" >/etc/hosts
  rm "$STACK_RUN/hosts"
}

make_certificates() {
  local tls=$1
  rm -rf "$tls"
  mkdir -p "$tls"
  cd "$tls" || return
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj '/CN=multiarch-action test CA' \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign' -keyout ca.key -out ca.pem
  openssl req -newkey rsa:2048 -nodes -subj "/CN=$SECURE_NAME" -keyout server.key -out server.csr
  openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 -out server.pem \
    -extfile <(printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1\n' "$SECURE_NAME")
  # Go programs take one file of authorities (SSL_CERT_FILE): ours behind the system's own.
  cat "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" ca.pem >bundle.pem
}

secure_secrets() {
  if ! is_stamped tls "$SECURE_NAME" || [ ! -e "$TLS/bundle.pem" ]; then
    step 'certificates' 'look at the log; openssl made none' make_certificates "$TLS"
    stamp tls "$SECURE_NAME"
  fi
  [ -s "$STACK_HOME/password" ] ||
    (umask 077 && head -c 15 /dev/urandom | base64 | tr '+/' '-_' >"$STACK_HOME/password")
  [ -s "$STACK_HOME/htpasswd" ] ||
    htpasswd -Bin "$SECURE_USER" <"$STACK_HOME/password" >"$STACK_HOME/htpasswd"
  export SSL_CERT_FILE="$TLS/bundle.pem"
}

registry_settings() { # port, storage folder
  cat <<YAML
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $STACK_HOME/data/$2}, delete: {enabled: true}, tag: {concurrencylimit: 8}}
http:
  addr: 127.0.0.1:$1
YAML
}

secure_registry_settings() {
  registry_settings "$SECURE_PORT" registry-secure
  cat <<YAML
  # $(sha256sum <"$TLS/server.pem")
  tls: {certificate: $TLS/server.pem, key: $TLS/server.key}
auth: {htpasswd: {realm: multiarch-action, path: $STACK_HOME/htpasswd}}
YAML
}

registries() {
  registry_settings "$REGISTRY_PORT" registry >"$STACK_RUN/registry.yml"
  secure_registry_settings >"$STACK_RUN/registry-secure.yml"
  daemon registry registry "$STACK_RUN/registry.yml" "$REGISTRY_PORT MULTIARCH_STACK_REGISTRY_PORT" \
    registry_ready serve "$STACK_RUN/registry.yml"
  daemon registry-secure registry "$STACK_RUN/registry-secure.yml" "$SECURE_PORT MULTIARCH_STACK_SECURE_PORT" \
    registry_secure_ready serve "$STACK_RUN/registry-secure.yml"
  echo "$OLAREG_PORT" >"$STACK_RUN/olareg.settings"
  daemon olareg olareg "$STACK_RUN/olareg.settings" "$OLAREG_PORT MULTIARCH_STACK_OLAREG_PORT" \
    olareg_ready serve --store-type mem --addr 127.0.0.1 --port "$OLAREG_PORT" --api-delete --api-blob-delete
}
olareg_ready() { curl -fsS -o /dev/null "http://127.0.0.1:$OLAREG_PORT/v2/"; }

google_storage() {
  echo "$GCS_PORT" >"$STACK_RUN/gcs.settings"
  daemon fake-gcs-server fake-gcs-server "$STACK_RUN/gcs.settings" "$GCS_PORT MULTIARCH_STACK_GCS_PORT" \
    gcs_ready -backend memory -scheme http -host 127.0.0.1 -port "$GCS_PORT" -public-host "127.0.0.1:$GCS_PORT"
}
gcs_ready() { curl -fsS -o /dev/null "http://127.0.0.1:$GCS_PORT/storage/v1/b?project=p"; }
registry_ready() { curl -fsS -o /dev/null "http://127.0.0.1:$REGISTRY_PORT/v2/"; }
registry_secure_ready() {
  curl -fsS -o /dev/null --cacert "$TLS/ca.pem" -K - "https://$SECURE_NAME:$SECURE_PORT/v2/" \
    <<<"user = \"$SECURE_USER:$(cat "$STACK_HOME/password")\""
}

# For buildkitd here and, copied into its container by buildx, for the docker-container builder.
registry_hosts() {
  local host
  echo "# $(sha256sum <"$TLS/ca.pem")" # another authority is another setting: restarts, creates again
  for host in "127.0.0.1:$REGISTRY_PORT" "localhost:$REGISTRY_PORT"; do
    printf '[registry."%s"]\n  http = true\n' "$host"
  done
  for host in "$SECURE_NAME:$SECURE_PORT" "localhost:$SECURE_PORT"; do
    printf '[registry."%s"]\n  http = false\n  ca = ["%s"]\n' "$host" "$TLS/ca.pem"
  done
}

buildkit_settings() {
  cat <<TOML
root = "$STACK_HOME/data/buildkit"
[grpc]
  address = ["tcp://127.0.0.1:$BUILDKIT_PORT"]
[otel]
  socketPath = "$STACK_RUN/otel.sock"
[worker.oci]
  enabled = true
  snapshotter = "overlayfs"
  binary = "$STACK_BIN/runc"
[worker.containerd]
  enabled = false
TOML
  registry_hosts
}

remote_buildkit() {
  buildkit_settings >"$STACK_RUN/buildkitd.toml"
  daemon buildkitd buildkitd "$STACK_RUN/buildkitd.toml" "$BUILDKIT_PORT MULTIARCH_STACK_BUILDKIT_PORT" \
    buildkitd_ready --config "$STACK_RUN/buildkitd.toml"
}
buildkitd_ready() { "$STACK_BIN/buildctl" --addr "tcp://127.0.0.1:$BUILDKIT_PORT" debug workers; }

containerd_settings() {
  cat <<TOML
version = 3
root = "$STACK_HOME/data/containerd"
state = "$STACK_RUN/containerd"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime"]
[grpc]
  address = "$STACK_RUN/containerd.sock"
[ttrpc]
  address = "$STACK_RUN/containerd.sock.ttrpc"
TOML
}

# containerd by itself rather than as dockerd's child, which would outlive a dockerd that crashes.
docker_engine() {
  containerd_settings >"$STACK_RUN/containerd.toml"
  daemon containerd containerd "$STACK_RUN/containerd.toml" '' containerd_ready --config "$STACK_RUN/containerd.toml"
  # Another runc, or a containerd started again (dockerd takes long to find that one), restarts it too.
  cat "$STACK_HOME/stamps/runc" "$STACK_RUN/containerd.pid" >"$STACK_RUN/dockerd.uses"
  is_running dockerd || rm -f "$STACK_RUN/dockerd.lock" # of one that was killed
  daemon dockerd dockerd "$STACK_RUN/dockerd.uses" '' dockerd_ready \
    --data-root "$STACK_HOME/data/docker" --exec-root "$STACK_RUN/docker" --pidfile "$STACK_RUN/dockerd.lock" \
    -H "$DOCKER_HOST" --containerd "$STACK_RUN/containerd.sock" \
    --bridge=none --iptables=false --ip6tables=false --userland-proxy=false \
    --insecure-registry 127.0.0.0/8 --insecure-registry "localhost:$REGISTRY_PORT"
}
containerd_ready() { "$STACK_BIN/ctr" --address "$STACK_RUN/containerd.sock" version; }
dockerd_ready() { curl -fsS -o /dev/null --unix-socket "${DOCKER_HOST#unix://}" http://localhost/_ping; }

# Containers of a dockerd that was killed run on; its own runc state says which they are.
stop_containers() {
  local id state="$STACK_RUN/docker/runtime-runc/moby"
  [ -d "$state" ] || return 0
  for id in $("$STACK_BIN/runc" --root "$state" list -q 2>/dev/null); do
    "$STACK_BIN/runc" --root "$state" delete --force "$id" && say "container ${id:0:12}: stopped"
  done
}

stop_shims() {
  local line
  for line in /proc/[0-9]*/cmdline; do
    { tr '\0' ' ' <"$line" | grep -qF -- "-address $STACK_RUN/containerd.sock "; } 2>/dev/null || continue
    line=${line%/cmdline}
    [ "$(readlink "$line/exe")" != "$STACK_BIN/containerd-shim-runc-v2" ] || kill -9 "${line#/proc/}"
  done
}

# What a killed dockerd or buildkitd leaves mounted could not be deleted with its folder.
unmount_leftovers() {
  local target
  while read -r _ target _; do
    target=$(printf '%b' "$target")
    case $target in "$STACK_HOME"/*) umount "$target" || say "$target stays mounted" ;; esac
  done < <(tac /proc/self/mounts)
}
