# shellcheck shell=bash disable=SC2154,SC2034 # variables of scripts/bench, and those that are set for it
# What the action adds to a job.

# What the action adds to a job: a step that only plans, with a release's jar. The first one finds no cache.
overhead() {
  local step
  mkdir -p "$work/job"
  step="env -C $work/job GITHUB_ACTIONS=true XDG_CACHE_HOME=$work/cache-of-job MULTIARCH_INPUT_COMMAND=plan"
  step+=" MULTIARCH_INPUT_IMAGE=ghcr.io/org/app MULTIARCH_INPUT_PLATFORMS=linux/amd64,linux/arm64 $work/release/scripts/multiarch action"
  printf '#!/bin/sh\nrm -rf %s\n' "$work/cache-of-job" >"$work/new-job"
  printf '#!/bin/sh\nfor step in 1 2 3 4 5; do %s || exit; done\n' "$step" >"$work/job-of-five"
  chmod +x "$work/new-job" "$work/job-of-five"
  scripts/bench.d/rows "$runs" 'What the action adds to a job' \
    --before 'first step of a job' "$work/new-job" --before 'a job of five steps' "$work/new-job" \
    --within 'first step of a job' 1000 -- \
    'first step of a job' "$step" 'further step' "$step" 'a job of five steps' "$work/job-of-five"
}

# A whole image of two platforms by the action, and as docker's documentation distributes it by hand: set up buildx, build each
# platform and push it by digest, hand the digests over as files, create the list, look at it. BuildKit has every step in its
# cache, so what is left is what each way adds, on one machine and one after another. Each call moves a separate tag.
recipe() {
  local repository=$MULTIARCH_IT_REGISTRY/bench/recipe there=$work/recipe
  mkdir -p "$there"
  printf 'FROM %s\nRUN uname -m >/built-on\n' "$MULTIARCH_IT_BASE_IMAGE" >"$there/Dockerfile"
  cat >"$work/by-hand" <<HAND
#!/bin/sh
set -e
cd "$there"
rm -rf digests artifacts
mkdir digests artifacts
for platform in linux/amd64 linux/arm64; do
  docker buildx inspect --bootstrap $MULTIARCH_IT_REMOTE_BUILDER
  docker buildx build --builder $MULTIARCH_IT_REMOTE_BUILDER --platform \$platform --metadata-file metadata.json \\
    --output type=image,name=$repository,push-by-digest=true,name-canonical=true,push=true .
  digest=\$(jq -r '."containerimage.digest"' metadata.json)
  touch "digests/\${digest#sha256:}"
  cp digests/* artifacts/
done
docker buildx inspect --bootstrap $MULTIARCH_IT_REMOTE_BUILDER
tag=$repository:hand-\$(date +%s%N)
cd artifacts
docker buildx imagetools create --builder $MULTIARCH_IT_REMOTE_BUILDER -t "\$tag" \$(printf '$repository@sha256:%s ' *)
docker buildx imagetools inspect --builder $MULTIARCH_IT_REMOTE_BUILDER "\$tag"
HAND
  cat >"$work/by-action" <<ACTION
#!/bin/sh
set -e
cd "$there"
rm -rf .multiarch
export GITHUB_ACTIONS=true XDG_CACHE_HOME=$work/cache-of-job MULTIARCH_INPUT_TAGS= MULTIARCH_INPUT_IMAGE=
step() { env "\$@" $work/release/scripts/multiarch action; }
case \$1 in
  steps)
    step MULTIARCH_INPUT_COMMAND=plan MULTIARCH_INPUT_IMAGE=$repository MULTIARCH_INPUT_PLATFORMS=linux/amd64,linux/arm64
    for platform in linux/amd64 linux/arm64; do
      step MULTIARCH_INPUT_COMMAND=build MULTIARCH_INPUT_PLATFORM=\$platform \\
        MULTIARCH_INPUT_BUILDER=$MULTIARCH_IT_REMOTE_BUILDER
    done
    step MULTIARCH_INPUT_COMMAND=merge MULTIARCH_INPUT_TAGS="a-\$(date +%s%N)"
    ;;
  ship)
    step MULTIARCH_INPUT_COMMAND=ship MULTIARCH_INPUT_IMAGE=$repository MULTIARCH_INPUT_PLATFORMS=linux/amd64,linux/arm64 \\
      MULTIARCH_INPUT_BUILDER=$MULTIARCH_IT_REMOTE_BUILDER MULTIARCH_INPUT_TAGS="a-\$(date +%s%N)"
    ;;
esac
ACTION
  chmod +x "$work/by-hand" "$work/by-action"
  hyperfine -N --style none --warmup 1 --runs $(((runs + 4) / 5)) --export-json "$work/json" \
    -n "docker's recipe by hand, 3 jobs" "$work/by-hand" \
    -n 'plan, a build for each platform, and merge with its verdict' "$work/by-action steps" \
    -n 'the same in one step' "$work/by-action ship" >/dev/null 2>"$work/log" || { cat "$work/log" >&2; exit 4; }
  printf '\n### an image of two platforms, from the cache\n\n| what | median ms | of it by hand |\n|---|---|---|\n'
  jq -r '.results as $r | $r[] | "| \(.command) | \(.median * 1000 | round) | \(.median / $r[0].median * 100 | round / 100) |"' "$work/json"
}
