# shellcheck shell=bash disable=SC2154,SC2034 # variables of scripts/bench, and those that are set for it
# Many tags of one repository, and many images.

# 1,000 tags, each with its own index, which share their images.
push_tags() {
  local repository=$1 host=${1%%/*} name=${1#*/}
  push "$repository"
  crane manifest --insecure "$repository:1" >"$work/index"
  python3 - "$work/index" "$host" "$name" <<'TAGS'
import http.client, json, sys
index, host, name = json.load(open(sys.argv[1])), sys.argv[2], sys.argv[3]
server = http.client.HTTPConnection(host)
for number in range(1, 1001):
    index["annotations"] = {"tag": f"v{number}"}
    path = f"/v2/{name}/manifests/v{number}"
    server.request("PUT", path, json.dumps(index), {"Content-Type": index["mediaType"]})
    answer = server.getresponse()
    answer.read()
    if answer.status != 201:
        sys.exit(f"bench: PUT {path} answered {answer.status}")
TAGS
  crane_tags "$repository"
}

# The same tags by calls of crane, 16 at once.
crane_tags() {
  {
    echo '#!/bin/sh'
    echo "seq -f 'v%g' 1000 | xargs -P 16 -I{} crane manifest --insecure $1:{} >/dev/null"
  } >"$work/crane-tags"
  chmod +x "$work/crane-tags"
}

tags() {
  local repository=bench/tags
  push_tags "$MULTIARCH_IT_REGISTRY/$repository"
  against "1,000 tags" 0.4 "crane manifest under xargs -P 16" "$work/crane-tags" \
    verify-index "$MULTIARCH_IT_REGISTRY/$repository" --tags 'v*' --policy "$work/documents.yaml"
  there 10 tags_there "$repository"
}

tags_there() {
  plain_registry
  crane_tags "$server/$1"
  against "1,000 tags, 10 ms away" 0.3 "crane manifest under xargs -P 16" "$work/crane-tags" \
    verify-index "$server/$1" --insecure-registry "$server" --tags 'v*' --policy "$work/documents.yaml"
}

# Five images of a repository, of which three share their documents, in one call and in a call for each.
many() {
  local repository=$MULTIARCH_IT_REGISTRY/bench/many home call tag
  local -a images=()
  push "$repository"
  home=$(javas | sort -n | sed -n '$s/^[^ ]* //p')
  call=$(launched "$home" verify-index --policy "$work/documents.yaml")
  for tag in 1 2 3; do
    crane tag --insecure "$repository:1" "$tag" >/dev/null 2>&1
    images+=("$repository:$tag")
  done
  images+=("$repository:linux-amd64" "$repository:linux-arm64")
  {
    echo '#!/bin/sh'
    for tag in "${images[@]}"; do echo "$call $tag || exit"; done
  } >"$work/each"
  chmod +x "$work/each"
  scripts/bench.d/rows "$runs" "5 images" --peer 'a call for each' -- \
    'a call for each' "$work/each" 'verify-index REF REF REF REF REF' "$call ${images[*]}"
}
