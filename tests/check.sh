#!/bin/sh
# `./run check`: everything that reads the code without running it.
set -u
bin=.venv/bin
# What is compiled is kept, beside the environment where the shell would have every process compile it again.
if [ -n "${PYTHONDONTWRITEBYTECODE:-}" ]; then
  unset PYTHONDONTWRITEBYTECODE
  export PYTHONPYCACHEPREFIX="${PYTHONPYCACHEPREFIX:-$PWD/.venv/compiled}"
fi
status=0
step() {
  name=$1; shift
  if output=$("$@" 2>&1); then echo "ok    $name"; else echo "$output"; echo "WRONG $name"; status=1; fi
}
# The advisory service takes its time to answer, and is asked while the rest runs.
audit=$(mktemp) && types=$(mktemp) && trap 'rm -f "$audit" "$types"' EXIT
$bin/pip-audit --requirement requirements.lock --requirement requirements-spark.lock --disable-pip --progress-spinner off \
  --timeout 20 >"$audit" 2>&1 &
auditing=$!
# The types take as long as all the rest.
$bin/mypy >"$types" 2>&1 &
typing=$!
step "format" $bin/ruff format --check .
step "lint" $bin/ruff check .
step "import rules" $bin/lint-imports
step "declared dependencies" $bin/deptry src
if wait $typing; then echo "ok    types"; else cat "$types"; echo "WRONG types"; status=1; fi
# It may be out of reach; that is said and does not stop the work, a known hole does.
wait $auditing; code=$?
if [ $code -eq 0 ] && grep -q "could not be audited" "$audit"; then
  echo "----  dependency audit: the advisory service does not know some packages from here, those were not audited"
elif [ $code -eq 0 ]; then echo "ok    dependency audit"
elif grep -q "^Found .* known vulnerabilit" "$audit"; then cat "$audit"; echo "WRONG dependency audit"; status=1
else echo "----  dependency audit: the advisory service is out of reach, nothing was audited"; fi
exit $status
