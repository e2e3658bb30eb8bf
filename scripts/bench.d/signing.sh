# shellcheck shell=bash disable=SC2154,SC2034 # variables of scripts/bench, and those that are set for it
# Signatures: who signed, and signing.

# An index of 8 images, each with an attestation manifest: with itself 17 that can be signed. Prints its digest; each call makes
# another one of the same form, as what is signed stays signed.
push_attested() {
  local repository=$1 host=${1%%/*} name=${1#*/}
  python3 - "$host" "$name" "$platforms" <<'ATTESTED'
import hashlib, http.client, json, sys, time
host, name, platforms = sys.argv[1:]
server = http.client.HTTPConnection(host)
def ask(method, path, body, kind):
    server.request(method, path, body, {"Content-Type": kind})
    answer = server.getresponse()
    answer.read()
    if answer.status not in (201, 202):
        sys.exit(f"bench: {method} {path} answered {answer.status}")
    return answer
def digest(data): return "sha256:" + hashlib.sha256(data).hexdigest()
def described(kind, data): return {"mediaType": kind, "digest": digest(data), "size": len(data)}
def blob(kind, data):
    place = ask("POST", f"/v2/{name}/blobs/uploads/", b"", "application/octet-stream").getheader("Location")
    place = place[place.index("/v2/"):]
    ask("PUT", place + ("&" if "?" in place else "?") + "digest=" + digest(data), data, "application/octet-stream")
    return described(kind, data)
def manifest(kind, fields):
    data = json.dumps({"schemaVersion": 2, "mediaType": kind, **fields}).encode()
    ask("PUT", f"/v2/{name}/manifests/{digest(data)}", data, kind)
    return described(kind, data)
oci, entries = "application/vnd.oci.image.", []
for platform in platforms.split():
    parts = platform.split("/")
    known = dict(zip(("os", "architecture", "variant"), parts))
    config = blob(oci + "config.v1+json", json.dumps({**known, "salt": time.time_ns(), "rootfs": {"type": "layers", "diff_ids": []}}).encode())
    image = manifest(oci + "manifest.v1+json", {"config": config, "layers": []})
    statement = {"_type": "https://in-toto.io/Statement/v0.1", "predicateType": "https://slsa.dev/provenance/v0.2",
        "subject": [{"name": "bench", "digest": {"sha256": image["digest"][7:]}}], "predicate": {}}
    layer = blob("application/vnd.in-toto+json", json.dumps(statement).encode())
    layer["annotations"] = {"in-toto.io/predicate-type": "https://slsa.dev/provenance/v0.2"}
    plain = blob(oci + "config.v1+json", json.dumps({"os": "unknown", "architecture": "unknown", "rootfs": {"type": "layers", "diff_ids": []}}).encode())
    attestation = manifest(oci + "manifest.v1+json", {"config": plain, "layers": [layer]})
    entries += [{**image, "platform": known}, {**attestation, "platform": {"os": "unknown", "architecture": "unknown"},
        "annotations": {"vnd.docker.reference.type": "attestation-manifest", "vnd.docker.reference.digest": image["digest"]}}]
print(manifest(oci + "index.v1+json", {"manifests": entries})["digest"])
ATTESTED
}

# A key that nobody has, and cosign without the services of the internet.
signing_key() {
  mkdir -p "$work/keys"
  export COSIGN_PASSWORD=bench
  (cd "$work/keys" && cosign generate-key-pair && cosign signing-config create --out none.json) >/dev/null 2>&1
}

# Who signed the index, each image and each attestation manifest, next to a call of cosign verify for each of them: it does not
# look at what an index names. In a registry without the referrers API, and in one with it.
signatures() {
  local registry host repository digest version home each
  local -a words
  signing_key
  printf 'apiVersion: multiarch/v1\nkind: Policy\nname: signed\nimage: {signature: {key: keys/cosign.pub, scope: all}}\n' >"$work/signed.yaml"
  for registry in "without the referrers API $MULTIARCH_IT_REGISTRY" "with the referrers API $MULTIARCH_IT_OLAREG"; do
    host=${registry##* }
    repository=$host/bench/signed
    digest=$(push_attested "$repository")
    cosign sign -r --yes --key "$work/keys/cosign.key" --signing-config "$work/keys/none.json" --allow-http-registry \
      "$repository@$digest" >/dev/null 2>&1
    for each in "$digest" $(crane manifest --insecure "$repository@$digest" | jq -r '.manifests[].digest'); do
      echo "$repository@$each"
    done >"$work/signed"
    for each in 1 4; do
      echo "#!/bin/sh
exec xargs -P $each -I{} cosign verify --key $work/keys/cosign.pub --insecure-ignore-tlog --allow-http-registry {} <$work/signed" >"$work/verify-$each"
    done
    chmod +x "$work/verify-1" "$work/verify-4"
    words=(-n '17 calls of cosign verify' "$work/verify-1" -n 'the same, 4 at once' "$work/verify-4")
    while read -r version home; do
      words+=(-n "Java $version, archive"
        "env XDG_CACHE_HOME=$work/cache-$version MULTIARCH_ARCHIVE=on MULTIARCH_JAVA_HOME=$home $work/release/scripts/multiarch verify-index $repository@$digest --policy $work/signed.yaml")
    done < <(javas | sort -n)
    hyperfine -N --style none --warmup 1 --runs "$runs" --export-json "$work/json" "${words[@]}" >/dev/null 2>"$work/log" ||
      { cat "$work/log" >&2; exit 4; }
    printf '\n### image.signature on 17 manifests, %s\n\n| what | median ms | of cosign | of cosign, 4 at once |\n|---|---|---|---|\n' "${registry% *}"
    jq -r '.results as $r | $r[] | "| \(.command) | \(.median * 1000 | round) | \(.median / $r[0].median * 100 | round / 100) | \(.median / $r[1].median * 100 | round / 100) |"' "$work/json"
    echo
    jq -r '.results as $r | "aim: at most 0.5 of 17 calls of cosign verify: \($r[-1].median / $r[0].median * 100 | round / 100)"' "$work/json"
  done
}

# Signs such an index and attaches its verdict, next to the bare calls of cosign for the same: one of sign for all that the index
# names, two of attest. What is judged and moved is measured by itself, as cosign does neither.
signing() {
  local repository=$MULTIARCH_IT_REGISTRY/bench/signing version home each
  local -a words
  signing_key
  # Takes the next index that nobody has signed yet.
  cat >"$work/take" <<TAKE
set -e
index=\$(sed -n "\$(cat "$work/next")p" "$work/fresh")
echo \$((\$(cat "$work/next") + 1)) >"$work/next"
cd "$work/keys"
how='--yes --key cosign.key --signing-config none.json --allow-http-registry'
attest() {
  for type in urn:dev.multiarch:verdict:v1 https://slsa.dev/verification_summary/v1; do
    cosign attest \$how --type \$type --predicate predicate.json "$repository@\$index"
  done
}
ours() {
  exec "$work/release/scripts/multiarch" promote "$repository@\$index" --tag "s-\$(date +%s%N)" --policy "$work/documents.yaml" --engine native "\$@"
}
TAKE
  cat >"$work/one-by-one" <<BARE
#!/bin/sh
. "$work/take"
for each in \$(crane manifest --insecure "$repository@\$index" | jq -r '.manifests[].digest') \$index; do
  cosign sign \$how "$repository@\$each"
done
attest
BARE
  cat >"$work/recursive" <<BARE
#!/bin/sh
. "$work/take"
cosign sign -r \$how "$repository@\$index"
attest
BARE
  printf '#!/bin/sh\n. "%s/take"\nours\n' "$work" >"$work/unsigned"
  printf '#!/bin/sh\n. "%s/take"\nours --sign --attest --key cosign.key --signing-config none.json\n' "$work" >"$work/ours"
  chmod +x "$work/one-by-one" "$work/recursive" "$work/ours" "$work/unsigned"
  echo '{"verificationResult":"PASSED"}' >"$work/keys/predicate.json"
  words=(-n '17 calls of cosign sign, 2 of cosign attest' "$work/one-by-one" -n 'cosign sign -r, 2 of cosign attest' "$work/recursive")
  while read -r version home; do
    words+=(-n "Java $version, archive, without signing" "env XDG_CACHE_HOME=$work/cache-$version MULTIARCH_ARCHIVE=on MULTIARCH_JAVA_HOME=$home $work/unsigned")
    words+=(-n "Java $version, archive" "env XDG_CACHE_HOME=$work/cache-$version MULTIARCH_ARCHIVE=on MULTIARCH_JAVA_HOME=$home $work/ours")
  done < <(javas | sort -n)
  for ((each = 0; each < ((runs + 4) / 5 + 1) * ${#words[@]} / 2; each++)); do push_attested "$repository"; done >"$work/fresh"
  echo 1 >"$work/next"
  hyperfine -N --style none --warmup 1 --runs $(((runs + 4) / 5)) --export-json "$work/json" "${words[@]}" >/dev/null 2>"$work/log" ||
    { cat "$work/log" >&2; exit 4; }
  printf '\n### signing 8 platforms (17 manifests) and attaching the verdict\n\n| what | median ms | of the calls one by one | of cosign sign -r |\n|---|---|---|---|\n'
  jq -r '.results as $r | $r[] | "| \(.command) | \(.median * 1000 | round) | \(.median / $r[0].median * 100 | round / 100) | \(.median / $r[1].median * 100 | round / 100) |"' "$work/json"
  echo
  jq -r '.results as $r | "aim: at most 1.1 of the bare calls of cosign: \($r[-1].median / $r[0].median * 100 | round / 100), of cosign sign -r \($r[-1].median / $r[1].median * 100 | round / 100)"' "$work/json"
}
