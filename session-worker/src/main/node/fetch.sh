#!/bin/sh
# Installs the pinned packages of this folder into $1, unless they are already there. Later builds need no network.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
into=$1
if [ -f "$into/fetched" ] && cmp -s "$here/package-lock.json" "$into/fetched"; then exit 0; fi
command -v npm >/dev/null || { echo "npm is missing: it is needed once, to fetch wa-js" >&2; exit 1; }
rm -rf "$into"
mkdir -p "$into"
cp "$here/package.json" "$here/package-lock.json" "$into/"
cd "$into"
npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error
cp package-lock.json fetched
