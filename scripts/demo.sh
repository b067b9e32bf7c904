#!/bin/sh
# Builds the sample office in demo/ and takes its letters the whole way, in the order of
# the programme: from the meeting that coordinates to the dissemination.
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
kinds=

issue() { # issue FORMULIR DATE [KUNCI…]: the letters of a kind, or those of these keys
    kind=$1 day=$2
    shift 2
    for key; do
        set -- "$@" --kunci "$key"
        shift
    done
    $formulir issue --formulir "$kind" --tahun 2016 --wilayah 33 --tanggal "$day" \
        "$@" >/dev/null
    case " $kinds " in
    *" $kind "*) ;;
    *) kinds="$kinds $kind" ;;
    esac
}

receive() { # receive WORDS DATE NOMOR: a letter of the dinas, of stage T01
    printf '%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>\n%% %s\n%%%%EOF\n' "$3" >demo/masuk.pdf
    $formulir receive demo/masuk.pdf --dari DISDIK-33.19 --wilayah 33.19 --tahap T01 \
        --tahun 2016 --hal "$1" --tanggal "$2" --terima "$2" --nomor "$3"
    rm demo/masuk.pdf
}

$formulir init demo --sample
: >demo/.contoh
$formulir propose --tahun 2016 --wilayah 33.19 --kuota 6
for pelatihan in FASDA-2016-1 SPMI-2016-1; do
    $formulir schedule --pelatihan $pelatihan --ics demo/$pelatihan.ics >/dev/null
done

# The year, a line a kind: of a stage behind another one, a line goes behind its line.
# T01: who is invited, who came, what was agreed, what the district answers
issue JT 2016-03-10
issue T01 2016-03-10
issue DR 2016-03-28 T01/33.19/1/2016-03-29 T01/33.19/1/2016-03-30
issue NR 2016-03-31 T01/33.19/1
receive "Pernyataan dukungan program sekolah model" 2016-04-06 421.2/0101/2016
receive "Kesepakatan kerja sama program sekolah model" 2016-04-06 421.2/0102/2016
receive "Rekomendasi fasilitator daerah" 2016-04-07 421.2/0103/2016
# T02
issue 02.1 2016-03-14
issue 02.2 2016-03-14
issue 02.3 2016-03-14
# T04.1 to T04.3
issue 01.1 2016-03-21
issue 01.2 2016-03-21
issue 01.3 2016-03-30
issue 01.4 2016-04-01
issue 01.5 2016-04-01
issue J3.3 2016-04-01
# T03
issue LV 2016-04-11
issue SKS 2016-04-15
# T04.4 to T04.6, T05
issue DH 2016-04-08
issue 01.6 2016-04-15
issue 01.7 2016-04-22
issue SP 2016-04-22
issue J4.1 2016-05-02
# T06 to T08
$formulir assign --tahun 2016 --wilayah 33.19 -o demo/pendampingan
issue JK 2016-07-11
issue ST 2016-07-11
issue T06 2016-07-18
issue T07 2016-07-18
issue DK 2016-07-18
issue LK 2016-09-20
issue LI 2016-09-20
issue LM 2016-09-20
issue RM 2016-09-20
# T09
issue T09 2016-11-14
issue DR 2016-11-29 T09/33.19/1/2016-11-30
issue NR 2016-12-01 T09/33.19/1

$formulir verify
$formulir numbers --tahun 2016
.venv/bin/python scripts/demo_kembali.py

# shellcheck disable=SC2046 # the kinds are words
$formulir get $(printf -- '--formulir %s ' $kinds) --tahun 2016 -d demo/hasil >/dev/null
$formulir agenda --tahun 2016 -o demo/hasil/agenda-2016.xlsx
$formulir tahun --tahun 2016 --wilayah 33.19 -o demo/hasil/program-2016.xlsx
$formulir tahun --tahun 2016 --wilayah 33.19
echo
echo "The letters lie in demo/hasil/ (PDF, one file a letter); open for example:"
for kind in $kinds; do
    find demo/hasil -name "${kind} *.pdf" | sort | head -n 1
done
echo "The calendars of the trainings: demo/FASDA-2016-1.ics, demo/SPMI-2016-1.ics"
echo "The book of outgoing letters: demo/hasil/agenda-2016.xlsx"
echo "The year on one page: demo/hasil/program-2016.xlsx"
echo "Look further with: .venv/bin/formulir --kantor demo find \"Contoh\""
echo "Or on the desk, in a browser: .venv/bin/formulir --kantor demo serve"
