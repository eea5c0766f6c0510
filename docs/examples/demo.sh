#!/usr/bin/env bash
# The demonstration: a look-alike PKI, the service on embedded SQLite, three signed dossiers and their decisions.
#   demo.sh [--once]      --once: end after printing; otherwise it serves until Ctrl-C
# Everything it makes is in build/demo and is made anew each time. OTEU_BIN: folder of the programs.
set -euo pipefail
cd "$(dirname "$0")/../.."
once=${1:-}
bin=${OTEU_BIN:-build/release/bin}
demo=build/demo
say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }

rm -rf "$demo"
say "a demonstration PKI, registers and sample dossiers, in $demo"
"$bin/oteu" demo-pki "$demo"

"$bin/oteu-server" --listen 127.0.0.1:0 --port_file "$demo/port" --data_dir "$demo/data" \
  --regulations_dir service/regulations --trust_dir "$demo/trust" --policy_file "$demo/policy.txtpb" \
  --registry_file "$demo/registry.txtpb" 2>"$demo/server.log" &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null || true' EXIT
for _ in $(seq 100); do
  [ -s "$demo/port" ] && break
  kill -0 "$server" 2>/dev/null || { cat "$demo/server.log" >&2; exit 1; }
  sleep 0.1
done
address=127.0.0.1:$(cat "$demo/port")
say "oteu-server listens on $address (log: $demo/server.log)"

# submit NAME WHAT EXIT_CODE: hands a sample dossier in and prints its decision. Exit code 1 of oteu: not granted.
submit() {
  local code=0
  say "$2"
  "$bin/oteu" submit --server "$address" --lang en --form "$demo/samples/$1/form.json" \
    --document SCHOOL_CERTIFICATE="$demo/samples/$1/school-certificate.cms" \
    --document PMPC_CONCLUSION="$demo/samples/$1/pmpc-conclusion.cms" || code=$?
  [ "$code" -eq "$3" ] || { echo "expected exit code $3, got $code" >&2; exit 1; }
}
submit good "a dossier signed with GOST 34.10-2015 by the heads of the school and of the PMPC" 0
submit forged "the same kind of dossier, one byte of the school certificate changed after signing" 1
submit authentication "a dossier signed with a certificate that is only for logging in" 1

say "the full academic year 2025/26, computed offline"
"$bin/oteu" evaluate --regulation kz-kegen --readable <docs/examples/full-year-2025-26.jsonl

if [ "$once" = --once ]; then exit 0; fi
say "serving on $address until Ctrl-C; try: $bin/oteu list --server $address"
wait "$server"
