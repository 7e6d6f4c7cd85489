#!/bin/sh
# Outlives its worker, whatever kills that one, and ends the worker's browsers and drivers then. The worker holds the other end of this program's input and writes to it
# "+ group" for each browser that starts and "- group" for each that is gone: a page's process hides its command line and environment, but not its process group.
# $1 is what the environments of browsers and drivers carry, $2 the beginning of their profiles' paths.
trap '' HUP INT TERM
groups=' '
while read -r what group; do
  case $what in
    +) groups="$groups$group " ;;
    -) groups="${groups%% $group *} ${groups#* $group }" ;;
  esac
done
for round in 1 2 3 4 5; do
  for group in $groups; do kill -KILL "-$group" 2>/dev/null; done
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
