#!/bin/sh
# Starts Chromium so that it dies with the driver that started it, even when it is stopped or hangs, and leaves its process id.
echo $$ >"$ROOKERY_PID_FILE"
if command -v setpriv >/dev/null 2>&1; then exec setpriv --pdeathsig KILL -- "$ROOKERY_CHROMIUM" "$@"; fi
exec "$ROOKERY_CHROMIUM" "$@"
