#!/bin/sh
# Builds the sample office in demo/ and takes its letters the whole way, in the order of
# the programme.
set -eu
cd "$(dirname "$0")/.."
formulir=.venv/bin/formulir
export FORMULIR_KANTOR=demo
# Only what this script has made is deleted; the mark says so.
if [ -e demo ] && [ ! -e demo/.contoh ]; then
    echo "demo is not of this script's making; move it away" >&2
    exit 1
fi
rm -rf demo

issue() { # issue FORMULIR DATE
    $formulir issue --formulir "$1" --tahun 2016 --wilayah 33 --tanggal "$2" >/dev/null
}

$formulir init demo --sample
: >demo/.contoh
$formulir propose --tahun 2016 --wilayah 33.19 --kuota 6
for pelatihan in FASDA-2016-1 SPMI-2016-1; do
    $formulir schedule --pelatihan $pelatihan --ics demo/$pelatihan.ics >/dev/null
done

for formulir_kode in 02.1 02.2 02.3; do
    issue $formulir_kode 2016-03-14
done
issue 01.1 2016-03-21
issue 01.2 2016-03-21
issue 01.3 2016-03-30
for formulir_kode in 01.4 01.5 J3.3; do
    issue $formulir_kode 2016-04-01
done
issue DH 2016-04-08
issue LV 2016-04-11
issue SKS 2016-04-15
issue 01.6 2016-04-15
issue 01.7 2016-04-22
issue J4.1 2016-05-02

$formulir verify
$formulir numbers --tahun 2016
.venv/bin/python scripts/demo_kembali.py

mkdir demo/hasil
$formulir find --wilayah 33 --limit 1000 --json | .venv/bin/python -c '
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
for formulir_kode in 01.1 01.2 01.3 01.4 01.5 01.6 01.7 02.1 02.2 02.3 LV SKS J3.3 J4.1 DH; do
    find demo/hasil -name "${formulir_kode}_*.pdf" | sort | head -n 1
done
echo "The calendars of the trainings: demo/FASDA-2016-1.ics, demo/SPMI-2016-1.ics"
echo "The book of outgoing letters: demo/hasil/agenda-2016.xlsx"
echo "Look further with: .venv/bin/formulir --kantor demo find \"Contoh\""
echo "Or on the desk, in a browser: .venv/bin/formulir --kantor demo serve"
