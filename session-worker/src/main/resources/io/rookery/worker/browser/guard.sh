#!/bin/sh
# Outlives its worker, whatever kills that one, and ends the worker's browsers and drivers then. The worker holds the other end of this program's input.
# $1 is what their environments carry, $2 the beginning of their profiles' paths.
trap '' HUP INT TERM
while read -r _; do :; done
for round in 1 2 3 4 5; do
  found=$(
    grep -lsaF -e "$1" /proc/[0-9]*/environ
    grep -lsaF -e "--user-data-dir=$2" /proc/[0-9]*/cmdline
  )
  any=
  for file in $found; do
    pid=${file#/proc/}
    pid=${pid%/*}
    [ -d "/proc/$pid" ] && [ "$pid" != "$$" ] || continue
    any=yes
    kill -KILL "-$pid" 2>/dev/null # a browser leads a group of its own
    kill -KILL "$pid" 2>/dev/null
  done
  [ -z "$any" ] && exit 0
  sleep 0.2
done
