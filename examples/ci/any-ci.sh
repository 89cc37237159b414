#!/bin/sh
# Any CI system: tests, then the check. Exit status 1: over a limit; 2: could not tell.
# BASE is the commit or branch to compare with.
set -eu
npm ci
npx vitest run --reporter=default --reporter=layout
npx vitest-layout check --base "${BASE:-origin/main}" --max-growth 1
