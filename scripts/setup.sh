#!/bin/sh
# Installs what is missing on a Debian-like machine: system packages through apt, uv,
# and the environment of the lock file in .venv. Running it again costs a second.
# "setup.sh tests" also installs what only the tests need.
set -eu
cd "$(dirname "$0")/.."

missing="" lacking=""
want() { # want PACKAGE CHECK...: remember the package when the check fails
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}
like() { # like PACKAGE CHECK...: as want, but nothing depends on it
    package=$1
    shift
    "$@" >/dev/null 2>&1 || lacking="$lacking $package"
}
has_font() { fc-list : family 2>/dev/null | grep -qi "^$1"; }
has_calc() {
    [ -e "$(dirname "$(readlink -f "$(command -v soffice)")")/libsclo.so" ]
}

want libreoffice-writer-nogui command -v soffice
want python3-uno /usr/bin/python3 -c "import uno"
want poppler-utils command -v pdftoppm
want bubblewrap command -v bwrap
want fontconfig command -v fc-list
# LibreOffice prints a sixth faster with it.
like libtcmalloc-minimal4 sh -c "ls /usr/lib/*/libtcmalloc_minimal.so.4"
want fonts-liberation has_font "Liberation Serif"
want fonts-crosextra-carlito has_font "Carlito"
if [ "${1:-}" = tests ]; then
    # An authority for timestamps, and a certificate of a server, are made by it.
    want openssl command -v openssl
    # A sheet is filled by a real spreadsheet program.
    want libreoffice-calc-nogui has_calc
    # A fault at a system call; without it, at what Python itself sees.
    like strace command -v strace
    # The pages of the desk, and that for auditors, are tried in a real browser.
    want chromium command -v chromium
    # veraPDF judges PDF/A; the Java code that asks it is compiled as it starts.
    want default-jre-headless sh -c "java --list-modules | grep '^jdk.compiler@'"
fi
command -v uv >/dev/null 2>&1 || [ -x .alat/bin/uv ] ||
    want python3-venv python3 -c "import ensurepip"

can=no sudo=""
if command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then
        can=yes
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        can=yes sudo="sudo"
    fi
fi
add() { # add PACKAGE...: install through apt
    echo "Installing: $*" >&2
    $sudo env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "$@" >&2
}

# shellcheck disable=SC2086 # the words are to be split
if [ -z "$missing" ]; then
    :
elif [ "$can" = yes ]; then
    $sudo apt-get update -qq
    add $missing
elif command -v apt-get >/dev/null 2>&1; then
    echo "Run this as root, then run make again:" >&2
    echo "  apt-get update && apt-get install -y --no-install-recommends$missing" >&2
    exit 5
else
    echo "These are missing, and there is no apt here:$missing" >&2
    exit 5
fi
# shellcheck disable=SC2086 # the words are to be split
if [ -n "$lacking" ] && [ "$can" = yes ]; then
    add $lacking || echo "Going on without it." >&2
fi

if command -v uv >/dev/null 2>&1; then
    uv=uv
else
    [ -x .alat/bin/uv ] || { python3 -m venv .alat && .alat/bin/pip install -q uv; }
    uv=.alat/bin/uv
fi
UV_PYTHON_DOWNLOADS=never "$uv" sync --locked --quiet --compile-bytecode \
    --python "$(command -v python3)"
.venv/bin/python -m compileall -q src
