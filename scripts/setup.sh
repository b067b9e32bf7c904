#!/bin/sh
# Installs what is missing on a Debian-like machine: system packages through apt, uv,
# and the environment of the lock file in .venv. Running it again costs a second.
set -eu
cd "$(dirname "$0")/.."

missing=""
want() { # want PACKAGE CHECK...: remember the package when the check fails
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}
has_font() { fc-list : family 2>/dev/null | grep -qi "^$1"; }

want libreoffice-writer-nogui command -v soffice
want python3-uno /usr/bin/python3 -c "import uno"
want poppler-utils command -v pdftoppm
want bubblewrap command -v bwrap
want fontconfig command -v fc-list
# Not needed: LibreOffice prints a sixth faster with it.
want libtcmalloc-minimal4 sh -c "ls /usr/lib/*/libtcmalloc_minimal.so.4"
want fonts-liberation has_font "Liberation Serif"
want fonts-crosextra-carlito has_font "Carlito"
command -v uv >/dev/null 2>&1 || [ -x .alat/bin/uv ] ||
    want python3-venv python3 -c "import ensurepip"

if [ -n "$missing" ]; then
    install="apt-get install -y --no-install-recommends$missing"
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "These are missing, and there is no apt here:$missing" >&2
        exit 5
    elif [ "$(id -u)" = 0 ]; then
        sudo=""
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo="sudo"
    else
        echo "Run this as root, then run make again:" >&2
        echo "  apt-get update && $install" >&2
        exit 5
    fi
    echo "Installing:$missing" >&2
    $sudo apt-get update -qq
    # shellcheck disable=SC2086 # the words are to be split
    $sudo env DEBIAN_FRONTEND=noninteractive $install >&2
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
