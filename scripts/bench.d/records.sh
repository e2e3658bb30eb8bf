# shellcheck shell=bash disable=SC2154,SC2034 # variables of scripts/bench, and those that are set for it
# Records: copies, history, and what is stale by them.

# What of these tags is stale, by records of their images that name ten base images, of which none moved. A second server of the
# same files writes down each request.
rebuilds() {
  local name=${1#*/} port host base tag index pid log=$work/requests.log
  [ -e "$work/crane-tags" ] || push_tags "$1"
  port=$(free_port)
  host=127.0.0.1:$port
  printf 'version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: %s}}\nhttp: {addr: "%s"}\n' \
    "$MULTIARCH_STACK_HOME/data/registry" "$host" >"$work/requests.yml"
  registry serve "$work/requests.yml" >"$log" 2>&1 &
  pid=$!
  pids+=("$pid")
  until crane catalog --insecure "$host" >/dev/null 2>&1; do sleep 0.1; done
  base=$host/bench/base
  push "$base"
  for tag in 0 1 2 3 4 5 6 7 8 9; do
    crane tag --insecure "$base:1" "b$tag" >/dev/null 2>&1
  done
  index=$(crane digest --insecure "$base:1")
  crane manifest --insecure "$base:1" >"$work/base"
  crane manifest --insecure "$host/$name:1" | jq -c --arg image "$host/$name" --arg base "$base" --arg index "$index" \
    --slurpfile bases "$work/base" '
    def name: [.platform.os, .platform.architecture, .platform.variant] | map(select(. != null)) | join("/");
    .manifests[] | . as $leg | ($bases[0].manifests[] | select(name == ($leg | name)).digest) as $taken | {
      schema: "dev.multiarch.record/v1", plan: "bench", platform: name, attempt: 1, outcome: "built", image: $image,
      leg: .digest, digest: .digest, emulated: {value: false, learnt: "probe"},
      builder: {name: "bench", driver: "remote", endpoint: "", buildkit: ""},
      host: {kernel: {unknown: "bench"}, boot: {unknown: "bench"}, binfmt: {unknown: "bench"}, bundled: {unknown: "bench"},
        emulator: {unknown: "bench"}},
      started: "2026-01-01T00:00:00Z", finished: "2026-01-01T00:00:00Z", "emulatedTime": {unknown: "bench"}, flags: [],
      bases: {learnt: "registry", value: [range(10) |
        {name: ($base + ":b" + tostring), indexDigest: $index, manifestDigest: $taken, stage: tostring}]}}' |
    while read -r record; do
      tag=$(jq -r '.platform | gsub("/"; "-")' <<<"$record")
      mkdir -p "$work/raw/bench/$tag"
      echo "$record" >"$work/raw/bench/$tag/1.json"
    done
  scripts/multiarch records copy "$work/raw" "$work/records" >/dev/null
  sed "s,[^ ]*/bench/tags,$host/$name," "$work/crane-tags" >"$work/crane-far"
  chmod +x "$work/crane-far"
  against "rebuild of 1,000 tags on 10 bases" 1 "crane manifest under xargs -P 16" "$work/crane-far" \
    rebuild "$host/$name" --tags 'v*' --causes base-moved --records "$work/records"
  : >"$log"
  scripts/multiarch rebuild "$host/$name" --tags 'v*' --causes base-moved --records "$work/records" | tail -n 1
  for tag in "$name" bench/base; do
    printf 'GETs of manifests of %s: %s\n' "$tag" "$(grep -c "\"GET /v2/$tag/manifests/" "$log")"
  done
  stop "$pid"
}

# A store of 1,000 records, which is 3,000 files, goes to Google Cloud Storage, next to the same files by the transfer manager of
# Google's library. The fake server on this machine takes most of the time, so the figure says what the program adds to it.
copied_records() {
  local jar id rest
  STORAGE_EMULATOR_HOST=$MULTIARCH_IT_GCS scripts/multiarch records list --records gs://bench-none >/dev/null 2>&1 || true
  jar=$(find target/launch -name 'multiarch-gcs-*.jar' -printf '%T@ %p\n' | sort -n | sed -n '$s/^[^ ]* //p')
  [ -n "$jar" ] || { echo "bench: the launcher has built no jar for gs://" >&2; exit 4; }
  jar=$jar:${jar/multiarch-gcs-/multiarch-} # Jackson is in the program's
  rest=$(jq -n -c '{unknown: "bench"} as $u | {
    schema: "dev.multiarch.record/v1", platform: "linux/arm64", attempt: 1, outcome: "built", image: "registry.example/app",
    emulated: {value: true, learnt: "probe"},
    builder: {name: "b", driver: "remote", endpoint: "", buildkit: ""},
    host: {kernel: $u, boot: $u, binfmt: $u, bundled: $u, emulator: $u},
    started: "2026-01-01T00:00:00Z", finished: "2026-01-01T00:01:00Z", "emulatedTime": $u, flags: []}' | tail -c +2)
  for ((id = 0; id < 1000; id++)); do
    mkdir -p "$work/thousand/p$id/linux-arm64"
    printf '{"plan":"p%d","leg":"sha256:%064d","digest":"sha256:%064d",%s\n' "$id" "$id" "$id" "$rest" >"$work/thousand/p$id/linux-arm64/1.json"
  done
  scripts/multiarch records copy "$work/thousand" "$work/whole" >/dev/null
  cat >"$work/Upload.java" <<'JAVA'
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.transfermanager.*;
import java.nio.file.*;

class Upload {
    public static void main(String[] words) throws Exception {
        var options = StorageOptions.http().setHost(words[0]).setProjectId("p").setCredentials(NoCredentials.getInstance()).build();
        options.getService().create(BucketInfo.of(words[2]));
        var config = TransferManagerConfig.newBuilder().setMaxWorkers(24).setStorageOptions(options).build();
        try (var manager = config.getService(); var files = Files.walk(Path.of(words[1]))) {
            var all = files.filter(Files::isRegularFile).toList();
            var done = manager.uploadFiles(all, ParallelUploadConfig.newBuilder().setBucketName(words[2]).build());
            long good = done.getUploadResults().stream().filter(each -> each.getStatus() == TransferStatus.SUCCESS).count();
            if (good != all.size()) throw new IllegalStateException(good + " of " + all.size() + " files are there");
        }
        System.exit(0);
    }
}
JAVA
  javac -cp "$jar" -d "$work/upload" "$work/Upload.java"
  cat >"$work/transfer" <<TRANSFER
#!/bin/sh
exec java -XX:+UseSerialGC -cp "$work/upload:$jar" Upload $MULTIARCH_IT_GCS "$work/whole" "bench-peer-\$(date +%s%N)"
TRANSFER
  cat >"$work/copy" <<COPY
#!/bin/sh
bucket=bench-ours-\$(date +%s%N)
curl -fsS -o /dev/null -H 'Content-Type: application/json' -d "{\"name\": \"\$bucket\"}" "$MULTIARCH_IT_GCS/storage/v1/b?project=p" &&
  STORAGE_EMULATOR_HOST=$MULTIARCH_IT_GCS exec scripts/multiarch records copy "$work/whole" "gs://\$bucket/records"
COPY
  chmod +x "$work/transfer" "$work/copy"
  hyperfine -N --style none --runs $(((runs + 4) / 5)) --export-json "$work/json" \
    -n "the library's transfer manager, 24 at once" "$work/transfer" -n 'multiarch records copy, 24 at once' "$work/copy" \
    >/dev/null 2>"$work/log" || { cat "$work/log" >&2; exit 4; }
  printf '\n### 1,000 records (3,000 objects) from a folder to fake-gcs-server, which takes most of the time\n\n'
  printf '| what | median s | of the transfer manager |\n|---|---|---|\n'
  jq -r '.results as $r | $r[] | "| \(.command) | \(.median * 10 | round / 10) | \(.median / $r[0].median * 100 | round / 100) |"' "$work/json"
}

# What history costs of an image with 100,000 records of two platforms in a folder, next to a listing of all names; and how many
# requests it takes in fake-gcs-server, which itself needs hours to take in as many records, so there are 300.
histories() {
  local image=ghcr.io/org/app port pid log=$work/gcs.log
  cat >"$work/records.py" <<'RECORDS'
import hashlib, json, os, sys
from datetime import datetime, timedelta, timezone
root, image, count = sys.argv[1:]
recent = "_recent/app-" + hashlib.sha256(image.encode()).hexdigest()[:12]
first = datetime(2020, 1, 1, tzinfo=timezone.utc)
def known(value): return {"value": value, "learnt": "probe"}
none = {"unknown": "not looked at"}
for i in range(int(count)):
    for platform, seconds in (("linux/amd64", 90), ("linux/arm64", 1200)):
        slug, emulated = platform.replace("/", "-"), platform == "linux/arm64"
        end = first + timedelta(hours=i)
        digest = "sha256:" + hashlib.sha256(f"{i}{slug}".encode()).hexdigest()
        step = {"name": "[3/3] RUN make", "seconds": seconds / 2, "line": 4, "cached": False}
        time = {"seconds": seconds / 2, "basis": "steps", "cached": False, "steps": [step]}
        record = {
            "schema": "dev.multiarch.record/v1", "plan": f"p{i}", "platform": platform, "attempt": 1, "outcome": "built",
            "image": image, "leg": digest, "digest": digest, "emulated": known(emulated),
            "builder": {"name": "b", "driver": "remote", "endpoint": "", "buildkit": ""},
            "host": {"kernel": known("6.8.0"), "boot": none, "binfmt": none, "bundled": known(False), "emulator": none},
            "started": (end - timedelta(seconds=seconds + i % 60)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "finished": end.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "emulatedTime": known(time) if emulated else none, "flags": ["."]}
        key = f"p{i}/{slug}/1.json"
        name = f"{recent}/{slug}/{0xffffffffffff - int(end.timestamp() * 1000):012x}.1.p{i}"
        for path, text in ((key, json.dumps(record)), (name, f"{digest} {key}\n")):
            os.makedirs(os.path.dirname(f"{root}/{path}"), exist_ok=True)
            with open(f"{root}/{path}", "w") as file:
                file.write(text)
RECORDS
  python3 "$work/records.py" "$work/many" "$image" 50000
  python3 "$work/records.py" "$work/some" "$image" 150
  printf '\n### history of 100,000 records: the last 100 of each of two platforms\n\n'
  hyperfine -N --style none --warmup 1 --runs $(((runs + 4) / 5)) --export-json "$work/json" \
    -n 'records list, which lists all names' "scripts/multiarch records list --image $image --records $work/many" \
    -n 'history' "scripts/multiarch history $image --records $work/many" >/dev/null 2>"$work/log" ||
    { cat "$work/log" >&2; exit 4; }
  printf '| in a folder | median ms | of a whole listing |\n|---|---|---|\n'
  jq -r '.results as $r | $r[] | "| \(.command) | \(.median * 1000 | round) | \(.median / $r[0].median * 100 | round / 100) |"' "$work/json"
  mkdir -p "$work/gcs/bench"
  port=$(free_port)
  fake-gcs-server -scheme http -host 127.0.0.1 -port "$port" -backend memory -data "$work/gcs" >"$log" 2>&1 &
  pid=$!
  pids+=("$pid")
  until curl -fsS -m 2 -o /dev/null "http://127.0.0.1:$port/storage/v1/b/bench" 2>/dev/null; do sleep 0.1; done
  export STORAGE_EMULATOR_HOST=http://127.0.0.1:$port
  scripts/multiarch records copy "$work/some" gs://bench/records >/dev/null
  : >"$log"
  scripts/multiarch history "$image" --records gs://bench/records >/dev/null
  unset STORAGE_EMULATOR_HOST
  printf '\nrequests in Google Cloud Storage, at most 203: %s\n' "$(grep -ac GET "$log")"
  stop "$pid"
}
