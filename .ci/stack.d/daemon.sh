# shellcheck shell=bash
# Starting and stopping daemons by process id. Sourced by ../stack.
#
# run/NAME.pid   its process id
# run/NAME.argv  its command line, as /proc shows it: a stale pid file may name somebody else by now
# run/NAME.key   what it was started from (program, settings); another key means a restart

is_running() { # name
  local pid
  pid=$(cat "$STACK_RUN/$1.pid" 2>/dev/null) || return 1
  # Through a pipe: files in /proc say that they are empty, and cmp believes it.
  [ -n "$pid" ] && head -c 99999 "/proc/$pid/cmdline" 2>/dev/null | cmp -s - "$STACK_RUN/$1.argv"
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

need_port() { # name, port, the variable that moves it
  ! listens "$2" ||
    die "port $2 is in use, and not by the $1 of this stack: $(ss -Hltnp "sport = :$2" 2>/dev/null || true)" \
      "stop that process, or choose another port with $3"
}

launch() { # name, command...
  local name=$1 fd
  shift
  printf '%s\0' "$@" >"$STACK_RUN/$name.argv"
  [ ! -e "$STACK_RUN/log/$name" ] || mv -f "$STACK_RUN/log/$name" "$STACK_RUN/log/$name.before"
  (
    # A daemon that keeps its caller's pipe or lock open makes that caller wait for ever.
    for fd in /proc/self/fd/*; do
      fd=${fd##*/}
      [ "$fd" -le 2 ] || eval "exec $fd>&-"
    done
    exec setsid "$@"
  ) </dev/null >"$STACK_RUN/log/$name" 2>&1 &
  echo $! >"$STACK_RUN/$name.pid"
}

await() { # name, seconds, readiness function
  local name=$1 until=$((SECONDS + $2)) fate="is not ready after $2 s"
  while [ "$SECONDS" -lt "$until" ]; do
    if "$3" >/dev/null 2>&1; then return 0; fi
    if ! kill -0 "$(cat "$STACK_RUN/$name.pid")" 2>/dev/null; then fate='has ended'; break; fi
    sleep 0.1
  done
  say "$name $fate; the end of $STACK_RUN/log/$name:"
  tail -n 20 "$STACK_RUN/log/$name" | sed 's/^/  | /' >&2
  die "$name did not come up" '.ci/stack down, then .ci/stack up'
}

# Starts what is not running, or runs with other settings than it should.
daemon() { # name, program, settings file, "PORT VARIABLE" or "", readiness function, arguments...
  local name=$1 program=$2 settings=$3 port=$4 ready=$5 key started=$SECONDS
  shift 5
  key=$(cat "$STACK_HOME/stamps/$program" "$settings" - <<<"$*" | sha256sum)
  if is_running "$name"; then
    if [ "$(cat "$STACK_RUN/$name.key")" = "$key" ] && "$ready" >/dev/null 2>&1; then return 0; fi
    say "$name: settings have changed or it does not answer, restarting"
    stop "$name"
  fi
  # shellcheck disable=SC2086 # two words
  [ -z "$port" ] || need_port "$name" $port
  launch "$name" "$STACK_BIN/$program" "$@"
  echo "$key" >"$STACK_RUN/$name.key"
  await "$name" 60 "$ready"
  say "$name: started, pid $(cat "$STACK_RUN/$name.pid"), $((SECONDS - started)) s"
}

stop() { # name
  local pid waited=0
  if is_running "$1"; then
    pid=$(cat "$STACK_RUN/$1.pid")
    kill "$pid" 2>/dev/null || true
    while is_running "$1" && [ $((waited += 1)) -lt 150 ]; do sleep 0.1; done
    ! is_running "$1" || kill -9 "$pid"
    say "$1: stopped, pid $pid"
  fi
  rm -f "$STACK_RUN/$1".{pid,argv,key}
}
