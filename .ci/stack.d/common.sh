# shellcheck shell=bash
# What every part needs: progress lines, timed steps, stamps. Sourced by ../stack.

say() { printf 'stack: %s\n' "$*" >&2; }

die() { # message, what to do about it
  say "$1"
  [ $# -lt 2 ] || say "  Fix: $2"
  exit 1
}

# Runs a function with its output in a log. Quick steps stay silent, so that a warm `up` prints
# only what it did; a failed one shows the end of its log, since nobody goes looking for it.
step() { # label, advice on failure, function, arguments...
  local label=$1 advice=$2 log started=$SECONDS status
  log="$STACK_RUN/log/$(tr -c 'A-Za-z0-9.\n' - <<<"$label").log"
  shift 2
  # Switched off and on, since bash ignores `set -e` left of `||`; for the same
  # reason nobody may call a step, or what calls one, there or in an `if`.
  set +e
  (set -e; "$@") >"$log" 2>&1 </dev/null
  status=$?
  set -e
  if [ "$status" -ne 0 ]; then
    say "$label failed with $status after $((SECONDS - started)) s; the end of $log:"
    tail -n 20 "$log" | sed 's/^/  | /' >&2
    say "  Fix: $advice"
    return 1
  fi
  [ $((SECONDS - started)) -lt 2 ] || say "$label: $((SECONDS - started)) s"
}

# A stamp says what a part was made from. It is written last, so that a part whose making was
# interrupted is made again.
is_stamped() { [ "$(cat "$STACK_HOME/stamps/$1" 2>/dev/null)" = "$2" ]; }
stamp() { printf '%s\n' "$2" >"$STACK_HOME/stamps/$1"; }

is_root() { [ "$(id -u)" = 0 ]; }
have() { command -v "$1" >/dev/null; }
