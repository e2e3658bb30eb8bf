# shellcheck shell=bash
# What is made with the daemons: docker's settings, BuildKit's image, builders, a base image.
# Sourced by ../stack.

docker_config() {
  local auth config="$DOCKER_CONFIG/config.json"
  mkdir -p "$DOCKER_CONFIG/cli-plugins"
  ln -sfn "$STACK_BIN/docker-buildx" "$DOCKER_CONFIG/cli-plugins/docker-buildx"
  # As after `docker login`; only under the registry's own name, so that the same registry by its
  # other name, localhost, refuses with 401.
  auth=$(printf '%s:%s' "$SECURE_USER" "$(cat "$STACK_HOME/password")" | base64 -w0)
  [ -s "$config" ] || echo '{}' >"$config"
  if [ "$(jq -r --arg host "$SECURE_NAME:$SECURE_PORT" '.auths[$host].auth' "$config")" != "$auth" ]; then
    (umask 077 && jq --arg host "$SECURE_NAME:$SECURE_PORT" --arg auth "$auth" \
      '.auths[$host] = {auth: $auth}' "$config" >"$config.new" && mv "$config.new" "$config")
  fi
}

# BuildKit's programs are static: they and a root folder are the whole image. Under the name that
# buildx pulls by default it is what buildx falls back to where no hub answers.
make_buildkit_image() { # key
  local work
  work=$(mktemp -d "$STACK_HOME/build.XXXXXX")
  cp -a "$STACK_HOME/roots/root-amd64/." "$work"
  cp "$STACK_BIN/buildkitd" "$STACK_BIN/buildctl" "$work/usr/bin"
  cp "$STACK_BIN/runc" "$work/usr/bin/buildkit-runc"
  tar -C "$work" -c . | docker import --change 'ENTRYPOINT ["buildkitd"]' --change "LABEL key=$1" \
    --change 'ENV PATH=/usr/bin:/bin' --change 'VOLUME /var/lib/buildkit' - "$BUILDKIT_IMAGE"
  rm -rf "$work"
}

buildkit_image() {
  local key
  key=$(cat "$STACK_HOME"/stamps/{buildkitd,buildctl,runc,roots} | sha256sum | head -c 16)
  [ "$(docker image inspect -f '{{.Config.Labels.key}}' "$BUILDKIT_IMAGE" 2>/dev/null)" != "$key" ] || return 0
  step 'BuildKit image' 'look at the log; is dockerd well?' make_buildkit_image "$key"
}

create_builder() { # name, arguments...
  local name=$1
  shift
  docker buildx rm "$name" || true
  docker buildx create --name "$name" "$@"
}

builder() { # name, key of what it depends on, arguments...
  local name=$1 key="$2 ${*:3}"
  if is_stamped "builder-$name" "$key" && [ -e "$DOCKER_CONFIG/buildx/instances/$name" ]; then return; fi
  step "builder $name" ".ci/stack down, then .ci/stack up" create_builder "$name" "${@:3}"
  stamp "builder-$name" "$key"
}

builders() {
  local settings="$STACK_RUN/builder.toml" image
  registry_hosts >"$settings"
  image=$(docker image inspect -f '{{.Id}}' "$BUILDKIT_IMAGE")
  builder multiarch-remote '' --driver remote "tcp://127.0.0.1:$BUILDKIT_PORT"
  builder multiarch-container "$image $(sha256sum <"$settings")" --driver docker-container \
    --driver-opt network=host --buildkitd-config "$settings" --bootstrap
  # dockerd starts it again after a restart, but not when somebody has stopped it.
  [ "$(docker container inspect -f '{{.State.Running}}' buildx_buildkit_multiarch-container0 2>/dev/null)" = true ] ||
    step 'builder multiarch-container, again' '.ci/stack down, then .ci/stack up' \
      docker buildx inspect --bootstrap multiarch-container
}

# `FROM --platform=$BUILDPLATFORM scratch` takes the target's platform, so tests need a real base.
make_base_image() {
  local file="$STACK_RUN/base.Dockerfile"
  # shellcheck disable=SC2016 # TARGETARCH is BuildKit's
  printf 'FROM scratch\nARG TARGETARCH\nCOPY root-${TARGETARCH}/ /\nCMD ["/bin/sh"]\n' >"$file"
  docker buildx build --builder multiarch-remote --platform linux/amd64,linux/arm64,linux/arm/v7 \
    --provenance=false --push -t "$BASE_IMAGE" -f "$file" "$STACK_HOME/roots"
}

base_image() {
  ! curl -fsS -o /dev/null -I -H 'Accept: application/vnd.oci.image.index.v1+json' \
    "http://${BASE_IMAGE%%/*}/v2/base/busybox/manifests/1" 2>/dev/null || return 0
  step 'base image' "look at $STACK_RUN/log/buildkitd" make_base_image
}
