"""Convert files through several running unoservers, a thread for each.

Run by the Python that has unoserver: ``unoserver_client.py PORT,PORT FOLDER``. Each
line on stdin asks for one pass over the folder's DOCX; each line on stdout answers it.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from unoserver.client import UnoClient

OPTIONS = ["SelectPdfVersion=2"]


def convert(port: str, paths: list[Path]) -> None:
    client = UnoClient(port=port, host_location="local")
    for path in paths:
        client.convert(
            inpath=str(path),
            outpath=str(path.with_suffix(".pdf")),
            convert_to="pdf",
            filtername="writer_pdf_Export",
            filter_options=OPTIONS,
        )


def main() -> None:
    ports, folder = sys.argv[1].split(","), Path(sys.argv[2])
    with ThreadPoolExecutor(len(ports)) as pool:
        for _line in sys.stdin:
            paths = sorted(folder.glob("*.docx"))
            shares = [paths[index :: len(ports)] for index in range(len(ports))]
            list(pool.map(convert, ports, shares))
            print("done", flush=True)


if __name__ == "__main__":
    main()
