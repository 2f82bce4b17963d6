#!/bin/sh
# `./run check`: everything that reads the code without running it.
set -u
bin=.venv/bin
status=0
step() {
  name=$1; shift
  if output=$("$@" 2>&1); then echo "ok    $name"; else echo "$output"; echo "WRONG $name"; status=1; fi
}
step "format" $bin/ruff format --check .
step "lint" $bin/ruff check .
step "types" $bin/mypy
step "import rules" $bin/lint-imports
step "declared dependencies" $bin/deptry src
# The advisory service may be out of reach; that is said and does not stop the work, a known hole does.
audit=$($bin/pip-audit --requirement requirements.lock --requirement requirements-spark.lock --disable-pip --progress-spinner off --timeout 20 2>&1); code=$?
if [ $code -eq 0 ] && echo "$audit" | grep -q "could not be audited"; then
  echo "----  dependency audit: the advisory service does not know some packages from here, those were not audited"
elif [ $code -eq 0 ]; then echo "ok    dependency audit"
elif echo "$audit" | grep -q "^Found .* known vulnerabilit"; then echo "$audit"; echo "WRONG dependency audit"; status=1
else echo "----  dependency audit: the advisory service is out of reach, nothing was audited"; fi
exit $status
