#!/bin/sh
# Compiles design/scss into static/css/tutorat.css. ASSETS is a folder where npm put sass and bootstrap.
set -eu
ASSETS=${ASSETS:-/tmp/tutorat-assets}
[ -d "$ASSETS/node_modules/bootstrap" ] || npm install --silent --no-audit --no-fund --prefix "$ASSETS" sass@1.77.8 bootstrap@5.3.9
cd "$(dirname "$0")"
"$ASSETS/node_modules/.bin/sass" --quiet --no-source-map --style=compressed --load-path="$ASSETS/node_modules" tutorat.scss ../../static/css/tutorat.css
