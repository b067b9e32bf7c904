#!/bin/sh
# Builds the sample office in demo/ and takes its letters the whole way.
set -eu
cd "$(dirname "$0")/.."
formulir=.venv/bin/formulir
export FORMULIR_KANTOR=demo
rm -rf demo demo.baru

$formulir init demo --sample
$formulir propose --tahun 2016 --wilayah 33.19 --kuota 6
for formulir_kode in 02.1 02.2 02.3; do
    $formulir issue --formulir $formulir_kode --tahun 2016 --wilayah 33.19 \
        --tanggal 2016-03-14 >/dev/null
done
$formulir verify
$formulir numbers --tahun 2016
.venv/bin/python scripts/demo_kembali.py

mkdir demo/hasil
$formulir find --wilayah 33.19 --json | .venv/bin/python -c '
import json, subprocess, sys
for line in sys.stdin:
    entri = json.loads(line)
    name = "demo/hasil/%s_%s.pdf" % (entri["formulir"], entri["kode"])
    subprocess.run(
        [".venv/bin/formulir", "get", entri["kode"], "-o", name], check=True,
        stderr=subprocess.DEVNULL,
    )
'
$formulir agenda --tahun 2016 -o demo/hasil/agenda-2016.xlsx
echo
echo "The letters lie in demo/hasil/ (PDF, one file a letter); open for example:"
for formulir_kode in 02.1 02.2 02.3; do
    find demo/hasil -name "${formulir_kode}_*.pdf" | sort | head -n 1
done
echo "The book of outgoing letters: demo/hasil/agenda-2016.xlsx"
echo "Look further with: .venv/bin/formulir --kantor demo find \"Contoh\""
